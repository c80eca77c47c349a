/**
 * Minutes east of UTC of a zone as dates carry it: "+0100", "gmt+2", "z", "cest"; 0 for none. Null if it is no
 * zone or one that nobody knows. Military letters other than Z mean UTC, since RFC 822 had their signs wrong
 * (RFC 5322 section 4.3).
 */
export function zoneOffset(zone: string): number | null {
  if (zone === "") return 0;
  const numeric = /^(?:(?:utc|gmt|ut|z) ?)?([+-\u2212])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (numeric) {
    const [, sign, hours, minutes = "0"] = numeric;
    const total = Number(hours) * 60 + Number(minutes);
    if (total > MAX_OFFSET || Number(minutes) > 59) return null;
    return sign === "+" ? total : -total;
  }
  const words = zone.split(" ");
  // "10:00:00 +0000 utc" and "gmt +0000 (gmt)" say it twice.
  if (words.length === 2) {
    const [first = "", second = ""] = words;
    const isNumber = /^[+-]\d/;
    if (isNumber.test(first) && names.has(second)) return zoneOffset(first);
    return isNumber.test(second) && names.has(first) ? zoneOffset(second) : null;
  }
  if (/^[a-z]$/.test(zone)) return zone === "j" ? null : 0;
  return names.get(zone) ?? null;
}

const MAX_OFFSET = 14 * 60 + 59;

/** Zone names in use, in hours east of UTC; of homonyms the one RFC 822 defines, else the most people's. */
const names = new Map(
  [
    "utc 0 gmt 0 ut 0 z 0 uhr 0 wet 0 west 1 bst 1 cet 1 mez 1 met 1 cest 2 mesz 2 mest 2 eet 2 eest 3",
    "sast 2 cat 2 wat 1 eat 3 msk 3 msd 4 trt 3 idt 3",
    "est -5 edt -4 cst -6 cdt -5 mst -7 mdt -6 pst -8 pdt -7 et -5 ct -6 mt -7 pt -8",
    "akst -9 akdt -8 hst -10 hdt -9 ast -4 adt -3 nst -3.5 ndt -2.5",
    "brt -3 brst -2 art -3 clt -4 clst -3 cot -5 pet -5 vet -4",
    "gst 4 pkt 5 ist 5.5 npt 5.75 ict 7 wib 7 hkt 8 sgt 8 myt 8 pht 8 awst 8",
    "jst 9 kst 9 acst 9.5 acdt 10.5 aest 10 aedt 11 nzst 12 nzdt 13",
  ].flatMap((line) =>
    Array.from(line.matchAll(/(\w+) (\S+)/g), ([, name = "", hours]) => [name, Number(hours) * 60] as const),
  ),
);
