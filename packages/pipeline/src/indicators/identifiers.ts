import { NOTHING, note } from "./found.ts";
import type { Scan } from "./found.ts";

const CVE =
  /CVE[\s\-\u2010-\u2015\u2212_:]{1,2}((?:19|20)\d\d)[ \-\u2010-\u2015\u2212_]{1,2}(\d{4,7})(?!\d)/iy;
const GHSA = /GHSA((?:-[23456789cfghjmpqrvwx]{4}){3})(?![0-9a-z])/iy;
const EUVD = /EUVD[ \-\u2010-\u2015]((?:19|20)\d\d)[ \-\u2010-\u2015](\d{4,7})(?!\d)/iy;
const ASN = /ASN?(\d{1,10})(?![\w.-]*[A-Za-z\d])/y;
const ASN_APART = /(?:AS|ASN|ASNs)[:#]?\s{1,2}(?:AS)?(\d{3,10})(?![\d.,]*\d)/y;
const ASN_LONG = /autonomous system(?: number)?(?: \(ASN?\))?[:#]?\s{1,2}(?:AS)?(\d{1,10})(?![\d.,]*\d)/iy;
const ASN_CUE =
  /\b(?:asn?|autonomous|network|provider|hosting|hosted|hoster|bgp|announce\w*|isp|operated|route\w*)\b/i;

/** A CVE, GHSA or EUVD id that begins at `start`. */
export function takeFlaw(scan: Scan, start: number): number {
  CVE.lastIndex = start;
  const cve = CVE.exec(scan.text);
  if (cve !== null) return noteFlaw(scan, "cve", `CVE-${cve[1]}-${cve[2]}`, start, CVE.lastIndex);
  GHSA.lastIndex = start;
  const ghsa = GHSA.exec(scan.text);
  if (ghsa !== null)
    return noteFlaw(scan, "ghsa", `GHSA${(ghsa[1] as string).toLowerCase()}`, start, GHSA.lastIndex);
  EUVD.lastIndex = start;
  const euvd = EUVD.exec(scan.text);
  return euvd === null
    ? NOTHING
    : noteFlaw(scan, "euvd", `EUVD-${euvd[1]}-${euvd[2]}`, start, EUVD.lastIndex);
}

function noteFlaw(
  scan: Scan,
  type: "cve" | "ghsa" | "euvd",
  value: string,
  start: number,
  end: number,
): number {
  return note(scan, { type, value, start, end, confidence: 0.98 });
}

/** `AS12345`, `ASN 12345`, `autonomous system 12345` that begins at `start`. */
export function takeAsn(scan: Scan, start: number): number {
  const { text } = scan;
  for (const pattern of [ASN, ASN_APART, ASN_LONG]) {
    pattern.lastIndex = start;
    const digits = pattern.exec(text)?.[1];
    if (digits === undefined) continue;
    const number = Number(digits);
    if (number === 0 || number > 4_294_967_295 || digits.startsWith("0")) return NOTHING;
    const isShort =
      digits.length < 4 || (pattern === ASN_APART && text.startsWith("AS ", start) && digits.length < 5);
    if (
      isShort &&
      pattern !== ASN_LONG &&
      !text.startsWith("ASN", start) &&
      !hasCue(scan, start, pattern.lastIndex)
    )
      return NOTHING;
    return note(scan, { type: "asn", value: `AS${number}`, start, end: pattern.lastIndex, confidence: 0.9 });
  }
  return NOTHING;
}

function hasCue(scan: Scan, start: number, end: number): boolean {
  const around = `${scan.text.slice(Math.max(0, start - 60), start)} ${scan.text.slice(end, end + 40)}`;
  return ASN_CUE.test(around) || /\basn?\b|autonomous/.test(scan.underAt(start));
}
