import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { Checkbox, Select } from "../../kit/field.tsx";
import type { RunFilters } from "./queries.ts";
import { runKinds } from "./words.ts";

const route = getRouteApi("/inside/ops/runs");

const statuses = [
  ["", "Any status"],
  ["running", "Running"],
  ["completed", "Completed"],
  ["completed_with_errors", "With errors"],
  ["failed", "Failed"],
  ["cancelled", "Cancelled"],
] as const;

const triggers = [
  ["", "Any start"],
  ["schedule", "By schedule"],
  ["api", "By hand"],
  ["cli", "By command line"],
  ["daemon", "By the daemon"],
] as const;

const times = [
  ["", "Any time"],
  ["24h", "Last 24 hours"],
  ["7d", "Last 7 days"],
  ["14d", "Last 14 days"],
  ["30d", "Last 30 days"],
] as const;

/** What narrows the list of runs. */
export function RunFilterRow({ filters }: { filters: RunFilters }): ReactElement {
  const navigate = route.useNavigate();
  const set = (change: RunFilters): void =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  const picks = [
    ["kind", "Kind", [["", "Any kind"], ...runKinds]],
    ["status", "Status", statuses],
    ["trigger", "Started", triggers],
    ["since", "Time", times],
  ] as const;
  return (
    <div className="flex items-center gap-2 max-lg:-mx-4 max-lg:overflow-x-auto max-lg:px-4 max-lg:pb-1 md:max-lg:-mx-6 md:max-lg:px-6 lg:flex-wrap">
      {picks.map(([name, label, options]) => (
        <Select
          key={name}
          aria-label={label}
          className="!h-8 !max-w-44 shrink-0 text-[0.875rem]"
          value={filters[name] ?? ""}
          options={withOwn(options, filters[name])}
          onChange={({ target }) => set({ [name]: target.value })}
        />
      ))}
      <div className="shrink-0">
        <Checkbox
          label="Also checks without news"
          checked={filters.all === "true"}
          onChange={({ target }) => set({ all: target.checked ? "true" : "" })}
        />
      </div>
      {Object.keys(filters).length > 0 && (
        <Button kind="quiet" size="small" className="shrink-0" onClick={() => void navigate({ search: {} })}>
          Clear filters
        </Button>
      )}
    </div>
  );
}

/** An address may name what is not in the list: it is shown as it is. */
function withOwn(
  options: readonly (readonly [string, string])[],
  value: string | undefined,
): readonly (readonly [string, string])[] {
  return !value || options.some(([known]) => known === value) ? options : [...options, [value, value]];
}
