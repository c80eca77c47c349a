import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { memo, type ReactElement } from "react";

import { api } from "../../api/client.ts";
import { count } from "../../kit/number.ts";
import { Time } from "../../kit/time.tsx";

/** How much there is to look at, and how much of it came since the last visit. */
export const TriageTitle = memo(function TriageTitle({
  visit,
}: {
  visit: string | null | undefined;
}): ReactElement {
  const { data: all } = useQuery({ queryKey: ["nav"], queryFn: ({ signal }) => api.getNav({ signal }) });
  const { data: since } = useQuery({
    queryKey: ["nav", visit],
    queryFn: ({ signal }) => api.getNav({ query: { since: visit ?? undefined }, signal }),
    enabled: typeof visit === "string",
  });
  return (
    <div className="flex flex-wrap items-baseline gap-x-3">
      <h1 className="text-xl font-semibold tracking-tight">Triage</h1>
      <p className="flex flex-wrap gap-x-3 text-muted">
        {all && (
          <Link to="/" search={{}} className="hover:text-text hover:underline">
            {amount(all.stories)} new
          </Link>
        )}
        {since && visit && (
          <Link
            to="/"
            search={{ since: "visit", sort: "newest" }}
            className="hover:text-text hover:underline"
          >
            {amount(since.stories)} since your visit <Time at={visit} />
          </Link>
        )}
      </p>
    </div>
  );
});

function amount({ new: value, more }: { new: number; more: boolean }): string {
  return `${count(value)}${more ? "+" : ""}`;
}
