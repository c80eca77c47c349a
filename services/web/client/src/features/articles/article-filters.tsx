import { useQuery } from "@tanstack/react-query";
import { SlidersHorizontal } from "lucide-react";
import { useState, type ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { Select } from "../../kit/field.tsx";
import { visible } from "../../kit/remote.tsx";
import { countFilters, type ArticleFilters } from "./article-search.ts";
import { languagesQuery, sortOf, sourceNamesQuery } from "./queries.ts";

type Change = (change: Partial<Record<keyof ArticleFilters, string | undefined>>) => void;

/** The filters beside the search. On a narrow screen they open when asked for. */
export function FilterSelects({
  filters,
  onChange,
}: {
  filters: ArticleFilters;
  onChange: Change;
}): ReactElement {
  const [open, setOpen] = useState(false);
  const set = countFilters(filters);
  return (
    <>
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
        <Choice
          label="Order"
          value={sortOf(filters.sort)}
          options={sorts}
          onChange={(sort) => onChange({ sort: sort === "newest" ? undefined : sort })}
        />
        <TimeChoice filters={filters} onChange={onChange} />
        <Choice
          label="State"
          value={filters.state ?? ""}
          options={states}
          onChange={(state) => onChange({ state: state || undefined })}
        />
        <SourceChoice value={filters.source ?? ""} onChange={(source) => onChange({ source })} />
        <LanguageChoice value={filters.language ?? ""} onChange={(language) => onChange({ language })} />
        <Choice
          label="Which articles"
          value={filters.rejected === "true" ? "rejected" : filters.incomplete === "true" ? "incomplete" : ""}
          options={kinds}
          onChange={(kind) =>
            onChange({
              rejected: kind === "rejected" ? "true" : undefined,
              incomplete: kind === "incomplete" ? "true" : undefined,
            })
          }
        />
        {set > 0 && (
          <Button kind="quiet" size="small" onClick={() => onChange(nothing)}>
            Clear {set === 1 ? "filter" : `${set} filters`}
          </Button>
        )}
      </div>
    </>
  );
}

const nothing = {
  source: undefined,
  tag: undefined,
  language: undefined,
  since: undefined,
  until: undefined,
  state: undefined,
  rejected: undefined,
  incomplete: undefined,
};

const sorts = [
  ["newest", "Newest first"],
  ["score", "Highest score"],
  ["hunt", "Highest hunt score"],
] as const;

const times = [
  ["", "Any time"],
  ["24h", "24 hours"],
  ["7d", "7 days"],
  ["30d", "30 days"],
  ["90d", "90 days"],
] as const;

const states = [
  ["", "Any state"],
  ["new", "New"],
  ["read", "Read"],
  ["kept", "Kept"],
  ["dismissed", "Dismissed"],
  ["snoozed", "Snoozed"],
] as const;

const kinds = [
  ["", "All articles"],
  ["rejected", "Kept out"],
  ["incomplete", "Page not read"],
] as const;

type Options = readonly (readonly [string, string])[];

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: Options;
  onChange: (value: string) => void;
}): ReactElement {
  return (
    <Select
      aria-label={label}
      className={`!h-7 !max-w-44 truncate !border-line text-small ${value !== "" && value !== "newest" ? "!border-accent" : ""}`}
      value={value}
      options={options}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** A range that some other page linked to is kept as it is. */
function TimeChoice({ filters, onChange }: { filters: ArticleFilters; onChange: Change }): ReactElement {
  const { since = "", until } = filters;
  const known = !until && times.some(([value]) => value === since);
  const range = `${since.slice(0, 10) || "…"} – ${until?.slice(0, 10) ?? "now"}`;
  const options: Options = known ? times : [...times, ["range", range]];
  return (
    <Choice
      label="Published"
      value={known ? since : "range"}
      options={options}
      onChange={(value) => {
        if (value !== "range") onChange({ since: value || undefined, until: undefined });
      }}
    />
  );
}

function SourceChoice({
  value,
  onChange,
}: {
  value: string;
  onChange: (value: string | undefined) => void;
}): ReactElement {
  const { data } = useQuery(sourceNamesQuery);
  const named = [...(data ?? new Map<string, { name: string }>())]
    .map(([slug, { name }]) => [slug, visible(name)] as const)
    .sort(([, a], [, b]) => a.localeCompare(b));
  const known = value === "" || named.some(([slug]) => slug === value);
  const options: Options = [["", "All sources"], ...named, ...(known ? [] : [[value, value] as const])];
  return (
    <Choice label="Source" value={value} options={options} onChange={(slug) => onChange(slug || undefined)} />
  );
}

const languageNames = new Intl.DisplayNames("en", { type: "language", fallback: "code" });

/** `French` for `fr`. */
export function languageName(code: string): string {
  try {
    return languageNames.of(code) ?? code;
  } catch {
    return code;
  }
}

function LanguageChoice({
  value,
  onChange,
}: {
  value: string;
  onChange: (value: string | undefined) => void;
}): ReactElement | null {
  const { data = [] } = useQuery(languagesQuery);
  const codes = [
    ...new Set([...data.map(({ language }) => language).filter((code) => code !== "unknown"), value]),
  ].filter(Boolean);
  if (codes.length < 2 && value === "") return null;
  const options: Options = [
    ["", "Any language"],
    ...codes.map((code) => [code, languageName(code)] as const),
  ];
  return (
    <Choice
      label="Language"
      value={value}
      options={options}
      onChange={(code) => onChange(code || undefined)}
    />
  );
}
