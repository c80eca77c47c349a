import { searchFor } from "../entities/search-for.ts";

/** What the address says of the matrix. */
export type AttackSearch = {
  days?: string;
  entity?: string;
  platform?: string;
  technique?: string;
  count?: string;
  least?: string;
  all?: string;
  sub?: string;
  names?: string;
  domain?: string;
};

export type Domain = "enterprise" | "ics" | "mobile";

export type View = {
  days: number | null;
  entity: number | null;
  platform: string | null;
  technique: string | null;
  count: "articles" | "stories";
  /** Fewer than this are as none. */
  least: number;
  /** Also techniques that nothing names. */
  all: boolean;
  /** All sub-techniques open. */
  sub: boolean;
  names: boolean;
  domain: Domain;
};

export function readView(search: AttackSearch): View {
  const least = Number(search.least);
  const entity = Number(search.entity);
  return {
    days: search.days === "all" ? null : ({ "7": 7, "30": 30 }[search.days ?? ""] ?? 90),
    entity: Number.isSafeInteger(entity) && entity > 0 ? entity : null,
    platform: search.platform ?? null,
    technique: search.technique ?? null,
    count: search.count === "stories" ? "stories" : "articles",
    least: Number.isSafeInteger(least) && least > 1 ? least : 1,
    all: search.all === "1",
    sub: search.sub === "1",
    names: search.names !== "0",
    domain: search.domain === "ics" || search.domain === "mobile" ? search.domain : "enterprise",
  };
}

/** The search that finds the articles which a cell counts. */
export function articlesOf(
  technique: string,
  { days }: View,
  entity: { type: string; value: string } | undefined,
): string {
  return [
    `ttp:${technique}`,
    days !== null && `since:${days}d`,
    entity && searchFor(entity.type, entity.value),
  ]
    .filter(Boolean)
    .join(" ");
}
