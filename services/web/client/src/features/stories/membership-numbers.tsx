import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { api } from "../../api/client.ts";
import { defanged, visible } from "../../kit/remote.tsx";
import { Loaded } from "../../kit/states.tsx";
import { readReasons } from "./read-reasons.ts";

const names: Record<string, string> = {
  entities: "shared names and indicators",
  title: "title",
  text: "text",
  dense: "meaning",
  time: "time between them",
};

/** The numbers behind the sentence: what the score is made of and which evidence weighs most. */
export function MembershipNumbers({ story, article }: { story: number; article: number }): ReactElement {
  const query = useQuery({
    queryKey: ["membership", story, article],
    queryFn: ({ signal }) => api.explainMembership({ params: { id: story, article_id: article }, signal }),
  });
  return (
    <Loaded query={query} lines={3}>
      {({ reasons }) => {
        const { parts, evidence, threshold, nearest } = readReasons(reasons);
        if (parts.length === 0) return <p className="text-small text-muted">No numbers were kept for it.</p>;
        return (
          <div className="flex flex-col gap-2 border-l-2 border-line pl-3 text-small text-muted">
            <p>
              {parts.map(({ name, value }) => `${names[name] ?? name} ${signed(value)}`).join(" · ")}
              {threshold !== null && ` · needed ${threshold.toFixed(2)}`}
            </p>
            {evidence.length > 0 && (
              <ul className="flex flex-wrap gap-x-4 gap-y-1" aria-label="Shared evidence and its share">
                {evidence.map(({ type, text, share }) => (
                  <li key={`${type} ${text}`}>
                    <span className="font-mono break-all text-text">
                      {type === "term" ? `“${visible(text)}”` : defanged(type, text)}
                    </span>{" "}
                    {Math.round(share * 100)} %
                  </li>
                ))}
              </ul>
            )}
            {nearest && (
              <p>
                Next nearest:{" "}
                <Link
                  to="/stories/$id"
                  params={{ id: String(nearest.id) }}
                  className="text-accent hover:underline"
                >
                  story {nearest.id}
                </Link>
                , {nearest.score.toFixed(2)}
              </p>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
}
