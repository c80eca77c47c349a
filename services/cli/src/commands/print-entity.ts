import { type IndicatorType, indicatorTypes } from "@cti/pipeline/entities/entity-types";
import { defang } from "@cti/pipeline/indicators/defang";

import type { Entity } from "../data/data.ts";
import { print, printText } from "../output.ts";
import { count, formatTime } from "../terminal/format.ts";

/** An entity with its evidence, for people: values defanged, each claim with the sentence that proves it. */
export function printEntity(entity: Entity): void {
  const { type, value, label, external_id, mentions, aliases, together } = entity;
  const id = external_id && external_id !== value ? ` · ${external_id}` : "";
  printText(`${type}  ${safe(type, value)}${label && label !== value ? ` · ${label}` : ""}${id}`);
  const since = entity.first_seen
    ? ` · ${formatTime(entity.first_seen)} to ${formatTime(entity.last_seen)}`
    : "";
  const about = entity.estimated ? "about " : "";
  printText(`in ${about}${count(entity.articles, "article")} of ${count(entity.sources, "source")}${since}`);
  for (const line of flawLines(entity.flaw)) printText(line);
  const written = aliases.filter(({ matched }) => matched !== value && matched !== safe(type, value));
  if (written.length > 0)
    printText(
      `written as ${written.map(({ matched, articles }) => `${isDefanged(matched) ? matched : safe(type, matched)} (${articles})`).join(", ")}`,
    );
  if (together.length > 0)
    printText(
      `together with ${together
        .slice(0, 10)
        .map(
          (other) =>
            `${safe(other.type, other.value)}${other.label ? ` ${other.label}` : ""} (${other.articles})`,
        )
        .join(", ")}`,
    );
  for (const mention of mentions) {
    const role = mention.role ? ` as ${mention.role}` : "";
    const benign = mention.benign ? `, on ${mention.benign}` : "";
    print("");
    printText(
      `article ${mention.article_id} · ${mention.source} · ${formatTime(mention.published_at)} · ${mention.title}`,
    );
    printText(
      `  ${mention.status}${role}${benign}, confidence ${mention.confidence.toFixed(2)}: ${mention.reasons.join(", ")}`,
    );
    if (mention.sentence) printText(`  “${mention.sentence.replace(/\s+/g, " ")}”`);
  }
}

function flawLines(flaw: Entity["flaw"]): string[] {
  if (!flaw) return [];
  const { name, vendor, product, kev, cvss, epss } = flaw;
  const what = [vendor, product, name].filter((text) => text !== null).join(" · ");
  const due = kev?.due_on ? `, due ${kev.due_on}` : "";
  const ransomware = kev?.ransomware ? ", used by ransomware" : "";
  const version = cvss?.version ? ` ${cvss.version}` : "";
  const above = epss?.percentile != null ? ` (above ${Math.round(epss.percentile * 100)} % of flaws)` : "";
  return [
    what,
    kev && `known to be exploited: in KEV since ${kev.added_on}${due}${ransomware}`,
    [
      cvss && `CVSS${version} ${cvss.score.toFixed(1)}${cvss.vector ? ` ${cvss.vector}` : ""}`,
      epss && `EPSS ${(epss.score * 100).toFixed(1)} %${above}`,
    ]
      .filter(Boolean)
      .join(" · "),
  ].filter((line): line is string => Boolean(line));
}

/** As articles write it, which most of them do with care. */
function isDefanged(text: string): boolean {
  return /[[\]({]|hxxp/i.test(text);
}

function safe(type: string, value: string): string {
  return (indicatorTypes as readonly string[]).includes(type) ? defang(type as IndicatorType, value) : value;
}
