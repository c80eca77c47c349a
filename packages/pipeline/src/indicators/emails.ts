import { classOf, isAlnum } from "./char-classes.ts";
import { NOTHING, note } from "./found.ts";
import type { Scan } from "./found.ts";
import { hostValue, isHostName } from "./host-names.ts";
import { isPublicHost } from "./suffixes.ts";

/** An e-mail address whose local part begins with the run from `start` to `end`. */
export function takeEmail(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  let at = end;
  const most = Math.min(text.length, start + 66);
  while (at < most && isLocal(text.charCodeAt(at))) at++;
  if (text.charCodeAt(at) !== 64) return NOTHING;
  let from = start;
  while (
    from < at &&
    !isAlnum(text.charCodeAt(from)) &&
    text.charCodeAt(from) !== 95 &&
    text.charCodeAt(from) < 128
  )
    from++;
  const before = text.charCodeAt(start - 1);
  if (at === from || at - from > 64 || before === 47 || before === 64 || text.charCodeAt(at - 1) === 46)
    return NOTHING;
  let to = at + 1;
  while (to < text.length && to - at < 256 && classOf(text.charCodeAt(to)) !== 0) to++;
  while (to > at && !isAlnum(text.charCodeAt(to - 1)) && text.charCodeAt(to - 1) < 128) to--;
  const host = hostValue(text.slice(at + 1, to));
  const isDefanged = scan.isDefanged(from, to);
  if (
    host === null ||
    !(isDefanged ? isHostName(host) : isPublicHost(host)) ||
    /^(?:git|ssh)$/.test(text.slice(from, at))
  )
    return NOTHING;
  const value = `${text.slice(from, at).toLowerCase()}@${host}`;
  return note(scan, {
    type: "email",
    value,
    start: from,
    end: to,
    details: { host },
    confidence: isDefanged ? 0.92 : 0.85,
    isOrdinary: !isDefanged && isAuthor(text, from),
  });
}

/** Whether the address is of those who wrote or published the text. */
function isAuthor(text: string, start: number): boolean {
  return AUTHOR.test(text.slice(Math.max(0, start - 90), start));
}

const AUTHOR =
  /(?:^|[\n.|(]\s*)(?:(?:contact|e-?mail|reach|write to) (?:the |our |this )?(?:authors?|reporters?|editors?|journalists?|newsroom|press (?:office|team))|(?:reporters?|authors?|editors?|press|media|press contact|media contact|autor(?:a|in)?|auteur|autore|redaktion|redacción|redazione)(?=:| [-–—|] ))[^.\n]{0,50}$/i;

function isLocal(code: number): boolean {
  return classOf(code) !== 0 || code === 43 || code === 37 || code === 61;
}
