import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowRight, X } from "lucide-react";
import type { ReactElement } from "react";

import type { Answer } from "../../api/client.ts";
import { defanged, visible } from "../../kit/remote.tsx";
import { refangSearch, withoutTerm } from "./article-search.ts";
import { directQuery, parsedQuery } from "./queries.ts";

type Problem = Answer<"parseSearch">["problems"][number];

/** How the search was read: its terms, each of which can be taken out; or where it cannot be read, and the cure. */
export function QueryLine({
  q,
  onChange,
}: {
  q: string;
  onChange: (q: string) => void;
}): ReactElement | null {
  const sent = refangSearch(q);
  const { data } = useQuery(parsedQuery(sent));
  if (sent === "" || !data) return null;
  const problem = data.problems[0];
  if (problem) return <ProblemLine text={sent} problem={problem} />;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {data.chips.map(({ text, field, start, end, negated }) => (
        <span
          key={start}
          className="inline-flex max-w-full items-center rounded-md border border-line bg-raised pl-2 text-small"
        >
          {negated && <span className="mr-1 text-bad">not</span>}
          {field && <span className="text-accent">{text.slice(0, text.search(/[:<>=]/))}</span>}
          <span className="truncate">{visible(field ? text.slice(text.search(/[:<>=]/)) : text)}</span>
          <button
            type="button"
            aria-label={`Take ${visible(text)} out of the search`}
            className="ml-0.5 inline-flex size-6 items-center justify-center rounded text-faint hover:text-text"
            onClick={() => onChange(withoutTerm(sent, { start, end }))}
          >
            <X size={13} aria-hidden />
          </button>
        </span>
      ))}
      {data.chips.length === 1 && data.chips[0]?.field === null && <Direct q={sent} />}
    </div>
  );
}

/** What was pasted may be one thing that has a card of its own. */
function Direct({ q }: { q: string }): ReactElement | null {
  const { data: direct } = useQuery(directQuery(q));
  const id = /^\/(?:api\/v1\/)?(?:entities|indicators)\/(\d+)$/.exec(direct?.path ?? "")?.[1];
  if (!direct || !id) return null;
  return (
    <Link
      to="/entities/$id"
      params={{ id }}
      className="inline-flex h-6 items-center gap-1 text-small text-accent hover:underline"
    >
      Open {defanged(direct.kind, direct.value)}
      <ArrowRight size={13} aria-hidden />
    </Link>
  );
}

function ProblemLine({ text, problem }: { text: string; problem: Problem }): ReactElement {
  const { start, message, hint } = problem;
  // At the end something is missing: then there is nothing to underline but the place itself.
  const wrong = visible(text.slice(start, Math.max(problem.end, start + 1))) || "\u00a0";
  return (
    <div role="alert" className="flex flex-col gap-0.5 text-small">
      <p className="font-mono break-all">
        {visible(text.slice(0, start))}
        <span className="text-bad underline decoration-wavy underline-offset-4">{wrong}</span>
        {visible(text.slice(Math.max(problem.end, start + 1)))}
      </p>
      <p className="text-bad">
        {visible(message)}
        {hint && <span className="text-muted"> · {visible(hint)}</span>}
      </p>
    </div>
  );
}
