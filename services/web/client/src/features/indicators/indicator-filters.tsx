import { indicatorTypes, mentionRoles } from "@cti/contract/entity-words";
import { refang } from "@cti/pipeline/indicators/refang";
import { Link } from "@tanstack/react-router";
import { Columns3, X } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

import { IconButton } from "../../kit/button.tsx";
import { Select } from "../../kit/field.tsx";
import { FilterBox } from "../../kit/filter-box.tsx";
import { PickMany, type PickGroup } from "../../kit/pick-many.tsx";
import { visible } from "../../kit/remote.tsx";
import { typeName, typeTitle } from "../../kit/type-name.ts";
import { entityColumns } from "../entities/entity-columns.tsx";
import { ages } from "../entities/ages.ts";
import { chosenColumns, writeColumns } from "./columns.ts";
import { confidences, standings, words, type IndicatorSearch } from "./filters.ts";

type Search = IndicatorSearch & { columns?: string };

const option = (word: string): readonly [string, string] => [word, typeTitle(word)];

const typeGroups: PickGroup[] = [
  { name: "Network", options: ["ipv4", "ipv6", "domain", "url", "email", "onion", "asn", "mac"].map(option) },
  { name: "Flaws", options: ["cve", "ghsa", "euvd"].map(option) },
  { name: "Hashes", options: ["md5", "sha1", "sha256", "sha512", "ssdeep", "imphash"].map(option) },
  { name: "Files", options: ["file_name", "file_path", "pdb_path"].map(option) },
  { name: "On a machine", options: ["registry_key", "mutex", "named_pipe"].map(option) },
  { name: "Traffic", options: ["ja3", "jarm", "user_agent"].map(option) },
  { name: "Money and contact", options: ["bitcoin", "ethereum", "monero", "telegram"].map(option) },
  { name: "Rules", options: ["yara_rule", "sigma_rule"].map(option) },
];

const roleGroups: PickGroup[] = [{ name: "Role in the report", options: mentionRoles.map(option) }];
const columnGroups: PickGroup[] = [
  { name: "Columns", options: entityColumns.map(({ name, title }) => [name, title] as const) },
];

/** What the list of indicators can be narrowed by. */
export function IndicatorFilters({
  search,
  onChange,
}: {
  search: Search;
  onChange: (change: Search) => void;
}): ReactElement {
  const types = words(search.type, indicatorTypes);
  const roles = words(search.role, mentionRoles);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <FilterBox
        label="Filter indicators by a part of their value"
        placeholder="A part of a value, defanged or not"
        value={search.q ?? ""}
        onChange={(q) => onChange({ q: refang(q).replace(/^hxxp/i, "http") })}
      />
      <PickMany
        label="Types"
        groups={typeGroups}
        picked={types}
        onPick={(picked) => onChange({ type: picked.join(",") })}
      >
        {types.length === 0 ? "Types" : `Types: ${typeName(types[0] ?? "")}`}
        {types.length > 1 && ` +${types.length - 1}`}
      </PickMany>
      <PickMany
        label="Roles"
        groups={roleGroups}
        picked={roles}
        onPick={(picked) => onChange({ role: picked.join(",") })}
      >
        {roles.length === 0 ? "Roles" : `Roles: ${typeName(roles[0] ?? "")}`}
        {roles.length > 1 && ` +${roles.length - 1}`}
      </PickMany>
      <Choice
        label="Seen since"
        options={ages}
        value={search.since}
        onChange={(since) => onChange({ since })}
      />
      <Choice
        label="Least confidence"
        options={confidences}
        value={search.confidence}
        onChange={(confidence) => onChange({ confidence })}
      />
      <Choice
        label="Standing"
        options={standings}
        value={search.status}
        onChange={(status) => onChange({ status })}
      />
      <div className="max-md:hidden">
        <PickMany
          label="Columns"
          groups={columnGroups}
          picked={chosenColumns(search.columns)}
          onPick={(picked) => onChange({ columns: writeColumns(picked) })}
        >
          <Columns3 size={15} aria-hidden />
          Columns
        </PickMany>
      </div>
      {search.source && (
        <Only words="Of any source" onLeave={() => onChange({ source: "" })}>
          Source: {visible(search.source)}
        </Only>
      )}
      {search.story && (
        <Only words="Of any story" onLeave={() => onChange({ story: "" })}>
          <Link to="/stories/$id" params={{ id: search.story }} className="hover:underline">
            Story {visible(search.story)}
          </Link>
        </Only>
      )}
    </div>
  );
}

/** A part of all that is looked at only, and the way out of it. */
function Only({
  words,
  onLeave,
  children,
}: {
  words: string;
  onLeave: () => void;
  children: ReactNode;
}): ReactElement {
  return (
    <span className="inline-flex items-center gap-1 rounded-md border border-line bg-raised pl-2 text-small">
      {children}
      <IconButton label={words} icon={<X size={14} aria-hidden />} className="!size-6" onClick={onLeave} />
    </span>
  );
}

function Choice({
  label,
  options,
  value = "",
  onChange,
}: {
  label: string;
  options: readonly (readonly [string, string])[];
  value: string | undefined;
  onChange: (value: string) => void;
}): ReactElement {
  return (
    <Select
      aria-label={label}
      className={`!h-8 text-[0.875rem] ${value === "" ? "!border-line text-muted" : "!border-accent"}`}
      options={options}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
