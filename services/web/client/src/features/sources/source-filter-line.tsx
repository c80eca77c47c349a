import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { Select } from "../../kit/field.tsx";
import { FilterBox } from "../../kit/filter-box.tsx";
import { count } from "../../kit/number.ts";
import { visible } from "../../kit/remote.tsx";
import { TabLinks } from "../../kit/tabs.tsx";
import { countStates, countTags, filterSources, readState } from "./filter-sources.ts";
import type { SourceLine } from "./queries.ts";
import { kinds, states } from "./words.ts";

const route = getRouteApi("/inside/ops/sources");

/** How many do how: each number leads to them. */
export function StateTabs({ sources }: { sources: readonly SourceLine[] }): ReactElement {
  const search = route.useSearch();
  const { state: _state, ...others } = search;
  const found = filterSources(sources, search);
  const counts = countStates(found);
  const open = readState(search.state);
  return (
    <TabLinks
      label="Sources by state"
      tabs={[
        {
          name: "All",
          count: count(found.length),
          current: open === null,
          to: "/ops/sources" as const,
          search: others,
        },
        ...states.map(([state, name]) => ({
          name,
          count: <Number state={state} value={counts.get(state) ?? 0} />,
          current: open === state,
          to: "/ops/sources" as const,
          search: { ...search, state },
        })),
      ]}
    />
  );
}

function Number({ state, value }: { state: string; value: number }): ReactElement {
  const alarming = value > 0 && (state === "dead" || state === "failing");
  if (!alarming) return <>{count(value)}</>;
  return (
    <span className="rounded-full bg-bad-soft px-1.5 font-semibold text-bad">
      {count(value)}
      <span aria-hidden> !</span>
    </span>
  );
}

const tiers = [
  ["", "Any tier"],
  ["1", "Tier 1"],
  ["2", "Tier 2"],
  ["3", "Tier 3"],
] as const;

export function SourceFilterLine({ sources }: { sources: readonly SourceLine[] }): ReactElement {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const set = (change: Partial<typeof search>): void =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  const tags = countTags(sources);
  // A tag that came in by a link is shown although no source bears it any more.
  if (search.tag && !tags.some(([tag]) => tag === search.tag)) tags.push([search.tag, 0]);
  return (
    <div className="flex flex-wrap gap-2">
      <FilterBox
        label="Filter sources by name, address or tag"
        placeholder="A part of the name, the address or a tag"
        value={search.q ?? ""}
        onChange={(q) => set({ q })}
      />
      <div className="flex gap-2 max-md:w-full">
        <Choice label="Tier" options={tiers} value={search.tier} onPick={(tier) => set({ tier })} />
        <Choice
          label="Kind"
          options={[["", "Any kind"], ...kinds]}
          value={search.kind}
          onPick={(kind) => set({ kind })}
        />
        <Choice
          label="Tag"
          options={[
            ["", "Any tag"],
            ...tags.map(([tag, many]) => [tag, `${visible(tag)} (${count(many)})`] as const),
          ]}
          value={search.tag}
          onPick={(tag) => set({ tag })}
        />
      </div>
    </div>
  );
}

function Choice({
  label,
  options,
  value,
  onPick,
}: {
  label: string;
  options: readonly (readonly [value: string, label: string])[];
  value: string | undefined;
  onPick: (value: string) => void;
}): ReactElement {
  return (
    <Select
      aria-label={label}
      className={`!h-8 min-w-0 !max-w-40 text-[0.875rem] max-md:flex-1 max-md:!pr-1 ${value ? "!border-accent" : ""}`}
      options={options}
      value={value ?? ""}
      onChange={(event) => onPick(event.target.value)}
    />
  );
}
