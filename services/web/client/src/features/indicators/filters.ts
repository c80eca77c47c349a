import { indicatorTypes, mentionRoles, mentionStatuses } from "@cti/contract/entity-words";

import type { api } from "../../api/client.ts";
import { sinceAge } from "../entities/ages.ts";

/** The filters as the address has them. */
export type IndicatorSearch = {
  q?: string;
  type?: string;
  status?: string;
  role?: string;
  source?: string;
  confidence?: string;
  sort?: string;
  since?: string;
  /** Number of a story. */
  story?: string;
};

type Query = NonNullable<NonNullable<Parameters<typeof api.listIndicators>[0]>["query"]>;
type IndicatorFilter = Omit<Query, "cursor" | "limit" | "fields" | "sort">;

export const standings = [
  ["", "Evidence"],
  ["mentioned", "Mentioned"],
  ["benign", "Benign"],
  ["proposed", "Proposed"],
  ["rejected", "Rejected"],
  ["any", "In any standing"],
] as const;

export const confidences = [
  ["", "Any confidence"],
  ["0.5", "≥ 0.50"],
  ["0.7", "≥ 0.70"],
  ["0.8", "≥ 0.80"],
  ["0.9", "≥ 0.90"],
] as const;

/** The words of a list in an address that are known. */
export function words<const W extends string>(text: string | undefined, known: readonly W[]): W[] {
  return (text ?? "").split(",").filter((word): word is W => (known as readonly string[]).includes(word));
}

/** What the API is asked for; without `since`, which has its own clock. */
export function toFilter(search: IndicatorSearch): IndicatorFilter {
  const types = words(search.type, indicatorTypes);
  const roles = words(search.role, mentionRoles);
  const statuses =
    search.status === "any" ? mentionStatuses : words(search.status, mentionStatuses).slice(0, 1);
  const confidence = Number(search.confidence);
  const story = Number(search.story);
  return {
    ...(search.q && { matching: search.q.slice(0, 200) }),
    ...(types.length > 0 && { type: types }),
    ...(roles.length > 0 && { role: roles }),
    ...(statuses.length > 0 && { status: statuses }),
    ...(search.source && { source: search.source }),
    ...(confidence > 0 && confidence <= 1 && { min_confidence: confidence }),
    ...(Number.isSafeInteger(story) && story > 0 && { story }),
  };
}

export function readSort(text: string | undefined): "newest" | "mentioned_in" | "value" {
  return text === "mentioned_in" || text === "value" ? text : "newest";
}

export type ExportFormat = "csv" | "ndjson" | "json" | "text";

/** Where the export of what the filters let through is. */
export function exportPath(search: IndicatorSearch, format: ExportFormat, isDefanged: boolean): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...toFilter(search), ...sinceAge(search.since) }))
    params.set(name, String(value));
  params.set("format", format);
  if (isDefanged) params.set("defanged", "true");
  return `/api/v1/indicators/export?${params.toString()}`;
}

/** The command that gives the same, or null where the command line has no such filter. */
export function exportCommand(
  search: IndicatorSearch,
  format: ExportFormat,
  isDefanged: boolean,
): string | null {
  if (format === "json" || (search.status && search.status !== "any")) return null;
  const types = words(search.type, indicatorTypes);
  const roles = words(search.role, mentionRoles);
  return [
    "./run_cli.sh indicators export",
    types.length > 0 && `--type ${types.join(" ")}`,
    roles.length > 0 && `--role ${roles.join(" ")}`,
    search.since && `--since ${shellWord(search.since)}`,
    search.source && `--source ${shellWord(search.source)}`,
    search.confidence && `--min-confidence ${shellWord(search.confidence)}`,
    search.story && `--story ${shellWord(search.story)}`,
    search.q && `--matching ${shellWord(search.q)}`,
    search.status === "any" && "--all",
    `--format ${format === "text" ? "plain" : format}`,
    isDefanged && "--defanged",
  ]
    .filter(Boolean)
    .join(" ");
}

export function curlCommand(origin: string, path: string): string {
  return `curl -fsS -H "Authorization: Bearer $CTI_TOKEN" ${shellWord(origin + path)}`;
}

/** A text as one word of a shell: nothing in it means anything there. */
export function shellWord(text: string): string {
  // oxlint-disable-next-line no-control-regex -- a line break in a pasted command would run it
  const plain = text.replace(/[\u0000-\u001f\u007f]/g, " ");
  return /^[\w@%+=:,./-]+$/.test(plain) && !plain.startsWith("-")
    ? plain
    : `'${plain.replaceAll("'", `'\\''`)}'`;
}
