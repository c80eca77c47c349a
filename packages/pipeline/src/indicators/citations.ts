/** A footnote, a list of sources, a link in brackets: the report says where it has read something. */
export function isCitation(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 72), start);
  if (before.endsWith("(") && text.charCodeAt(end) === 41) return true;
  return CITED.test(before) || SAID_WHERE.test(before);
}

const CITED =
  /(?:^|\n)[ \t]*(?:\[\d{1,3}\]|\^\d{0,3}|\d{1,3}(?:\]|\)))[:.]?\s+$|(?:^|[\n(|])[ \t]*(?:[-*•]\s+)?(?:source|sources|via|ref|reference|references|quelle|quellen|fuente|fonte|original|report|blog|advisory)\s*:\s*$|\b(?:details|read more|more|more details|link to the report|further information)\s*:\s*$|(?:^|[\n.,;(])\s*(?:last )?(?:retrieved|accessed|archived)(?: (?:on )?[\w ,]{4,20})?(?: from| at)?:? *$/i;
const SAID_WHERE =
  /(?:^|[.(;]\s)\s*(?:see(?: also)?|siehe(?: auch)?|voir(?: aussi)?|véase|vedi|read|visit)(?: [\w ]{0,24})?:? *$|\b(?:iocs?|rules?|report|paper|list|slides|video|code|details|analysis|post|article|feed|full text|writeup|write-up|newsletter|version)\b[^.\n]{0,36}\b(?:at|on|under|in|here)\b:? *$|\b(?:read|see|consult|visit)\s+$|\b(?:covered|documented|described|analy[sz]ed|published|reported|written up)(?: \w+){0,2} (?:by|at|in|on)\s+$|\b(?:check|verify|register|sign up|apply|contact us|reach us)\b[^.\n]{0,40}\bat\s+$/i;
