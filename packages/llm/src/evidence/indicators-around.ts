import { extractEntities } from "@cti/pipeline/entities/extract-entities";
import { type IndicatorType, indicatorTypes } from "@cti/pipeline/entities/entity-types";
import type { Knowledge } from "@cti/pipeline/entities/knowledge";
import type { Mention } from "@cti/pipeline/entities/mention";
import { hasWords } from "./has-words.ts";
import { withEscapes } from "./names-around.ts";
import { normalText } from "./normal-text.ts";

const INDICATORS: ReadonlySet<string> = new Set(indicatorTypes);

export function isIndicatorType(type: string): type is IndicatorType {
  return INDICATORS.has(type);
}

/** All that our extraction finds in some words by themselves. */
export function mentionsIn(text: string, knowledge: Knowledge): Mention[] {
  return extractEntities({ title: "", text, html: null, ownHosts: [], sourceId: null }, knowledge).mentions;
}

/** Whether the mentions have an indicator, as such or as the host of a URL or mail address, or the file of a path. */
export function hasIndicator(mentions: readonly Mention[], type: string, value: string): boolean {
  const sought = value.toLowerCase();
  return mentions.some((mention) => {
    if (!isIndicatorType(mention.type)) return false;
    const known = mention.value.toLowerCase();
    if (known === sought) return mention.type === type || isAlike(mention.type, type);
    if (HOSTS.has(type)) return hostOf(mention.type, known) === sought;
    return (
      type === "file_name" &&
      (mention.type === "file_path" || mention.type === "pdb_path") &&
      /[^\\/]*$/.exec(known)?.[0] === sought
    );
  });
}

/** Whether a text has the value, refanged, and not as a part of a longer one. */
export function hasValue(text: string, value: string): boolean {
  return hasWords(normalText(withEscapes(text)).text, normalText(value).text);
}

const HOSTS: ReadonlySet<string> = new Set(["domain", "ipv4", "ipv6", "onion"]);

function hostOf(type: string, value: string): string | null {
  if (type === "email") return value.slice(value.lastIndexOf("@") + 1);
  if (type !== "url") return null;
  return (
    /^[a-z0-9+.-]+:\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^/?#:]*)/.exec(value)?.[1]?.replaceAll(/[[\]]/g, "") ?? null
  );
}

/** Types that one value may be taken for. */
function isAlike(one: string, other: string): boolean {
  return ALIKE.some((types) => types.has(one) && types.has(other));
}

const ALIKE: readonly ReadonlySet<string>[] = [
  new Set(["file_name", "file_path", "pdb_path"]),
  new Set(["domain", "onion"]),
  new Set(["mutex", "named_pipe"]),
  new Set(["md5", "imphash", "ja3"]),
];
