import type { RuleRow, SourceSettings } from "@cti/db/schema/sources";
import { type Command, InvalidArgumentError } from "commander";

import { collectAll, parseInterval, parseTier } from "../options.ts";

/** Options that `sources add` and `sources set` share. */
export type SettingOptions = {
  tier?: number;
  weight?: number;
  tag?: string[];
  interval?: number;
  include?: RuleRow[];
  exclude?: RuleRow[];
  select?: [string, string][];
  userAgent?: string;
  ignoreRobots?: true;
};

export function addSettingOptions(command: Command): Command {
  return command
    .option("--tier <1-3>", "1 primary research or official, 2 solid, 3 volume", parseTier)
    .option("--weight <number>", "worth in the ranking, 1 by default", parseWeight)
    .option("-t, --tag <tag>", "tag; may be repeated", collectAll)
    .option("--interval <time>", "how often it is checked, such as 30m", parseInterval)
    .option("--include <field:words>", "only entries that match; field is title, url, text or any", addRule)
    .option(
      "--exclude <field:words>",
      "no entries that match; /expression/ instead of words works too",
      addRule,
    )
    .option("--select <part=css>", "for listing pages: item, link, title, date or summary", addSelector)
    .option("--user-agent <text>", "another User-Agent for this source")
    .option("--ignore-robots", "fetch although robots.txt forbids it; recorded with the source");
}

export function settingsFrom(options: SettingOptions): SourceSettings {
  return {
    ...(options.include && { include: options.include }),
    ...(options.exclude && { exclude: options.exclude }),
    ...(options.select && { selectors: Object.fromEntries(options.select) }),
    ...(options.userAgent && { userAgent: options.userAgent }),
    ...(options.ignoreRobots && { ignoreRobots: true }),
  };
}

function addRule(text: string, before: RuleRow[] | undefined): RuleRow[] {
  const match = /^(title|url|text|any):(.+)$/s.exec(text);
  const [, field, what = ""] = match ?? [];
  if (!field) throw new InvalidArgumentError("Write title:words, url:words, text:words or any:words.");
  const expression = /^\/(.+)\/$/s.exec(what)?.[1];
  const rule = {
    field: field as RuleRow["field"],
    ...(expression ? { pattern: expression } : { words: what }),
  };
  return [...(before ?? []), rule];
}

function addSelector(text: string, before: [string, string][] | undefined): [string, string][] {
  const match = /^(item|link|title|date|summary)=(.+)$/s.exec(text);
  if (!match) throw new InvalidArgumentError("Write item=CSS, link=CSS, title=CSS, date=CSS or summary=CSS.");
  return [...(before ?? []), [match[1] ?? "", match[2] ?? ""]];
}

function parseWeight(text: string): number {
  const weight = Number(text);
  if (weight > 0 && weight <= 10) return weight;
  throw new InvalidArgumentError("Write a number above 0, at most 10.");
}
