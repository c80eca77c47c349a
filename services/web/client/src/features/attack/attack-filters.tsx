import type { ReactElement } from "react";

import { Select } from "../../kit/field.tsx";
import { visible } from "../../kit/remote.tsx";
import { EntityPicker } from "../entities/entity-picker.tsx";
import { tacticsOf } from "./matrix.ts";
import type { Attack } from "./queries.ts";
import type { AttackSearch, View } from "./view.ts";

const ranges = [
  ["7", "Last 7 days"],
  ["30", "Last 30 days"],
  ["90", "Last 90 days"],
  ["all", "All time"],
] as const;

const measures = [
  ["articles", "Articles"],
  ["stories", "Stories"],
] as const;

const domains = { enterprise: "Enterprise", ics: "ICS", mobile: "Mobile" };

const select = "!h-8 !border-line text-[0.875rem]";

/** What the matrix counts, and what of it is shown. Before it has come each has its place already. */
export function AttackFilters({
  view,
  attack,
  onChange,
}: {
  view: View;
  attack: Attack | undefined;
  onChange: (change: AttackSearch) => void;
}): ReactElement {
  const isKnown = (domain: string): boolean =>
    attack !== undefined && tacticsOf(attack, domain as View["domain"]).length > 0;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label="Time range"
        className={select}
        options={ranges}
        value={view.days === null ? "all" : String(view.days)}
        onChange={(event) => onChange({ days: event.target.value })}
      />
      <Select
        aria-label="What is counted"
        className={select}
        options={measures}
        value={view.count}
        onChange={(event) => onChange({ count: event.target.value === "stories" ? "stories" : "" })}
      />
      <Select
        aria-label="Least evidence"
        className={select}
        options={[1, 2, 3, 5, 10, 25].map((least) => [
          String(least),
          least === 1 ? "Any evidence" : `At least ${least}`,
        ])}
        value={String(view.least)}
        onChange={(event) => onChange({ least: event.target.value === "1" ? "" : event.target.value })}
      />
      <EntityPicker
        label="Any actor or tool"
        picked={view.entity}
        onPick={(id) => onChange({ entity: id === null ? "" : String(id) })}
      />
      {(!attack || attack.platforms.length > 0) && (
        <Select
          aria-label="Platform"
          className={select}
          options={[
            ["", "Any platform"],
            ...(attack?.platforms ?? (view.platform ? [view.platform] : [])).map(
              (platform) => [platform, visible(platform)] as const,
            ),
          ]}
          value={view.platform ?? ""}
          onChange={(event) => onChange({ platform: event.target.value })}
        />
      )}
      {(!attack || Object.keys(domains).filter(isKnown).length > 1) && (
        <Select
          aria-label="Domain"
          className={select}
          options={Object.entries(domains).filter(([domain]) => !attack || isKnown(domain))}
          value={view.domain}
          onChange={(event) =>
            onChange({ domain: event.target.value === "enterprise" ? "" : event.target.value })
          }
        />
      )}
      <Toggle label="Only seen" on={!view.all} onToggle={(on) => onChange({ all: on ? "" : "1" })} />
      <span className="flex flex-wrap gap-2 max-md:hidden">
        <Toggle label="Sub-techniques" on={view.sub} onToggle={(on) => onChange({ sub: on ? "1" : "" })} />
        <Toggle label="Names" on={view.names} onToggle={(on) => onChange({ names: on ? "" : "0" })} />
      </span>
    </div>
  );
}

function Toggle({
  label,
  on,
  onToggle,
}: {
  label: string;
  on: boolean;
  onToggle: (on: boolean) => void;
}): ReactElement {
  return (
    <label className="inline-flex h-8 cursor-pointer items-center gap-1.5 rounded-md px-1.5 text-[0.875rem] text-muted hover:text-text">
      <input
        type="checkbox"
        className="size-4 accent-accent-strong"
        checked={on}
        onChange={(event) => onToggle(event.target.checked)}
      />
      {label}
    </label>
  );
}
