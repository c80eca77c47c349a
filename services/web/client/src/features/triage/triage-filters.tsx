import { useQuery } from "@tanstack/react-query";
import { Eye, SlidersHorizontal, Star, UserRound } from "lucide-react";
import { memo, useState, type ReactElement, type ReactNode } from "react";

import { useMe } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { Select } from "../../kit/field.tsx";
import { FilterBox } from "../../kit/filter-box.tsx";
import { visible } from "../../kit/remote.tsx";
import { tagNamesQuery } from "../tags/queries.ts";
import { FilterChips } from "./filter-chips.tsx";
import { chosen, filtersSet, sinceChoices, sortChoices, stateChoices, type Search } from "./filters.ts";

export type ChangeFilters = (change: { [K in keyof Search]?: string | undefined }) => void;

/** What the list shows and in which order. On a narrow screen the choices open when asked for. */
export const TriageFilters = memo(function TriageFilters({
  search,
  visit,
  onChange,
  onClear,
}: {
  search: Search;
  visit: string | null | undefined;
  onChange: ChangeFilters;
  onClear: () => void;
}): ReactElement {
  const [open, setOpen] = useState(false);
  const set = filtersSet(search);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <div className="flex min-w-56 flex-1 items-center gap-2 xl:max-w-80">
        <FilterBox
          value={search.q ?? ""}
          onChange={(q) => onChange({ q: q || undefined })}
          label="Filter by title"
          placeholder="Words of the title"
        />
      </div>
      <Button
        size="small"
        className="md:hidden"
        aria-expanded={open}
        icon={<SlidersHorizontal size={14} aria-hidden />}
        onClick={() => setOpen(!open)}
      >
        Filters{set > 0 && ` (${set})`}
      </Button>
      <div className={`flex flex-wrap items-center gap-2 ${open ? "" : "max-md:hidden"}`}>
        <Choices search={search} visit={visit} onChange={onChange} />
        <Toggles search={search} onChange={onChange} />
        <FilterChips search={search} onChange={onChange} />
        {set > 0 && (
          <Button kind="quiet" size="small" onClick={onClear}>
            Clear {set === 1 ? "filter" : `${set} filters`}
          </Button>
        )}
      </div>
    </div>
  );
});

function Choices({
  search,
  visit,
  onChange,
}: {
  search: Search;
  visit: string | null | undefined;
  onChange: ChangeFilters;
}): ReactElement {
  const { data: tags = [] } = useQuery(tagNamesQuery);
  const names = [
    ...new Set([...tags.filter(({ stories }) => stories > 0).map(({ tag }) => tag), search.tag]),
  ];
  const known = names.filter((tag) => tag !== undefined);
  return (
    <>
      <Choice
        label="State"
        value={chosen(stateChoices, search.state)}
        options={stateChoices}
        onChange={(state) => onChange({ state: state === "new" ? undefined : state })}
      />
      <Choice
        label="Order"
        value={chosen(sortChoices, search.sort)}
        options={sortChoices}
        onChange={(sort) => onChange({ sort: sort === "score" ? undefined : sort })}
      />
      <Choice
        label="Last seen"
        value={chosen(sinceChoices, search.since)}
        options={sinceChoices.filter(([value]) => value !== "visit" || visit)}
        onChange={(since) => onChange({ since: since === "all" ? undefined : since })}
      />
      {known.length > 0 && (
        <Choice
          label="Tag"
          value={search.tag ?? ""}
          options={[["", "Any tag"], ...known.map((tag) => [tag, `#${visible(tag)}`] as const)]}
          onChange={(tag) => onChange({ tag: tag || undefined })}
        />
      )}
    </>
  );
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}): ReactElement {
  const isFirst = options[0]?.[0] === value;
  return (
    <Select
      aria-label={label}
      className={`!h-8 max-w-44 text-[0.875rem] ${isFirst ? "!border-line" : "!border-accent"}`}
      value={value}
      options={options}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function Toggles({ search, onChange }: { search: Search; onChange: ChangeFilters }): ReactElement {
  const { username } = useMe().user;
  const isMine = search.assignee === username;
  return (
    <>
      <Toggle
        on={search.watched === "true"}
        icon={<Eye size={14} aria-hidden />}
        onToggle={(on) => onChange({ watched: on ? "true" : undefined })}
      >
        Watched
      </Toggle>
      <Toggle
        on={search.starred === "true"}
        icon={<Star size={14} aria-hidden />}
        onToggle={(on) => onChange({ starred: on ? "true" : undefined })}
      >
        Starred
      </Toggle>
      <Toggle
        on={isMine}
        icon={<UserRound size={14} aria-hidden />}
        onToggle={(on) => onChange({ assignee: on ? username : undefined })}
      >
        Mine
      </Toggle>
    </>
  );
}

function Toggle({
  on,
  icon,
  onToggle,
  children,
}: {
  on: boolean;
  icon: ReactNode;
  onToggle: (on: boolean) => void;
  children: ReactNode;
}): ReactElement {
  return (
    <Button
      kind={on ? "plain" : "quiet"}
      className={`!px-2 ${on ? "!border-accent !bg-accent-soft" : ""}`}
      aria-pressed={on}
      icon={icon}
      onClick={() => onToggle(!on)}
    >
      {children}
    </Button>
  );
}
