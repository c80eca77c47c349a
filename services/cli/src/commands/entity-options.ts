import { mentionStatuses } from "@cti/contract/entity-words";
import { indicatorTypes, nameTypes } from "@cti/pipeline/entities/entity-types";
import { roles } from "@cti/pipeline/entities/mention";
import { type Command, InvalidArgumentError, Option } from "commander";

import type { EntityFilter } from "../data/data.ts";
import { parseCount, parseId, parseSince } from "../options.ts";

export type EntityOptions = {
  type?: string[];
  since?: Date;
  source?: string;
  role?: string[];
  minConfidence?: number;
  matching?: string;
  story?: number;
  all?: true;
  limit: number;
};

/** The filters that listing and exporting entities share. */
export function entityOptions(command: Command, types: readonly string[]): Command {
  return command
    .addOption(
      new Option("-t, --type <type...>", "only of these types").argParser(
        (type: string, before: string[] | undefined) => {
          if (types.includes(type)) return [...(before ?? []), type];
          throw new InvalidArgumentError(`Types are ${types.join(", ")}.`);
        },
      ),
    )
    .option("--since <age|date>", "only in articles published since", parseSince)
    .option("-s, --source <slug>", "only in articles of this source")
    .option("--min-confidence <number>", "from 0 to 1", parseConfidence)
    .option("--matching <text>", "only values that contain this text")
    .option("--story <id>", "only in articles of this story, and counted there", parseId);
}

export function indicatorOptions(command: Command): Command {
  return entityOptions(command, indicatorTypes)
    .addOption(new Option("--role <role...>", "only in these roles").choices([...roles]))
    .option("--all", "also what is merely mentioned, benign or rejected");
}

export function toIndicatorFilter(options: Omit<EntityOptions, "limit">): EntityFilter {
  return toFilter(options, {
    types: options.type ?? indicatorTypes,
    statuses: options.all ? mentionStatuses : ["indicator"],
  });
}

export function toNameFilter(options: EntityOptions): EntityFilter {
  return toFilter(options, {
    types: options.type ?? nameTypes,
    statuses: options.all ? mentionStatuses : ["named", "indicator"],
  });
}

function toFilter(
  { since, source, role, minConfidence, matching, story }: Omit<EntityOptions, "limit">,
  more: Pick<EntityFilter, "types" | "statuses">,
): EntityFilter {
  return {
    since: since ?? null,
    source: source ?? null,
    roles: role ?? [],
    minConfidence: minConfidence ?? null,
    matching: matching ?? null,
    story: story ?? null,
    ...more,
  };
}

/** In how many articles it counts; `~` where that is an estimate. */
export function articlesOf({ articles, estimated }: { articles: number; estimated: boolean }): string {
  return estimated ? `~${articles}` : String(articles);
}

export function limitOption(command: Command): Command {
  return command.option("-n, --limit <number>", "at most this many", parseCount, 50);
}

function parseConfidence(text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && number >= 0 && number <= 1) return number;
  throw new InvalidArgumentError("Write a number from 0 to 1, such as 0.8.");
}
