import { defang } from "@cti/pipeline/indicators/defang";
import { isFileEnding } from "@cti/pipeline/indicators/file-types";

import { visible } from "../../kit/visible.ts";

/** A value that may stand in a text, with its type. */
export type Known = { type: string; value: string };

const addresses = new Set(["ipv4", "ipv6", "domain", "url", "email", "onion"]);
const loose =
  /\b(?:https?|ftps?|wss?):\/\/[^\s"'<>]+|\b(?:\d{1,3}\.){3}\d{1,3}\b|[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,24}\b|\b(?:[\p{L}\p{N}_-]+\.)+\p{Ll}{2,24}\b/gu;

/**
 * What a model wrote, without anything that a program turns into a link: values that are known to be addresses, and
 * whatever looks like one. Names of files stay as they are.
 */
export function defangWords(text: string, known: readonly Known[] = []): string {
  const values = new Map(
    known.filter(({ type }) => addresses.has(type)).map(({ type, value }) => [value, type]),
  );
  return visible(text).replace(loose, (found) => {
    const type = values.get(found) ?? typeOf(found);
    return type === null ? found : defang(type as Parameters<typeof defang>[0], found);
  });
}

function typeOf(found: string): string | null {
  if (/^[a-z]+:\/\//i.test(found)) return "url";
  if (/^[\d.]+$/.test(found)) return "ipv4";
  if (found.includes("@")) return "email";
  return isFileEnding(found.slice(found.lastIndexOf(".") + 1)) ? null : "domain";
}
