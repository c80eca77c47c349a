import { execFileSync } from "node:child_process";

import { expect, test } from "vitest";

import { readDate } from "./dates.ts";

const now = new Date("2027-06-01T00:00:00Z");
const read = (raw: string): string | null =>
  readDate(raw, now)?.at.toISOString().replace(".000Z", "Z") ?? null;

const morning = "2026-11-20T10:00:00Z";
const day = "2026-11-20T00:00:00Z";

const dates: Record<string, string> = {
  // RFC 822, 5322 and what passes for them
  "Fri, 20 Nov 2026 10:00:00 GMT": morning,
  "Fri, 20 Nov 2026 10:00:00 +0100": "2026-11-20T09:00:00Z",
  "Fri, 20 Nov 2026 10:00:00 +01:00": "2026-11-20T09:00:00Z",
  "Fri, 20 Nov 2026 10:00:00GMT": morning,
  "Fri, 20 Nov 2026 10:00:00 GMT+0200": "2026-11-20T08:00:00Z",
  "Fri, 20 Nov 2026 10:00:00 -0500 (EST)": "2026-11-20T15:00:00Z",
  "Mon, 20 Nov 2026 10:00:00 Z": morning,
  "20 Nov 26 10:00 EST": "2026-11-20T15:00:00Z",
  "20 Nov 97 10:00 UT": "1997-11-20T10:00:00Z",
  "Fri, 20 Nov 2026 10:00:00 A": morning,
  "Fri, 20 Nov 2026 10:00:00 PDT": "2026-11-20T17:00:00Z",
  "Fri, 20 Nov 2026 10:00:00 CEST": "2026-11-20T08:00:00Z",
  "Fri, 20 Nov 2026 10:00:00 BST": "2026-11-20T09:00:00Z",
  "Fri, 20 Nov 2026 10:00:00 JST": "2026-11-20T01:00:00Z",
  "Fri, 20 Nov 2026 10:00:00 IST": "2026-11-20T04:30:00Z",
  "Fri, 20 Nov 2026": day,
  "Fri, 20 Nov 2026 10:00:60 GMT": "2026-11-20T10:01:00Z",
  "Sunday, 06-Nov-94 08:49:37 GMT": "1994-11-06T08:49:37Z",
  "Sun Nov  6 08:49:37 1994": "1994-11-06T08:49:37Z",
  "Fri Nov 20 10:00:00 CET 2026": "2026-11-20T09:00:00Z",
  "Fri Nov 20 2026 10:00:00 GMT+0100 (Central European Standard Time)": "2026-11-20T09:00:00Z",
  // RFC 3339 and ISO 8601
  "2026-11-20T10:00:00Z": morning,
  "2026-11-20t10:00:00z": morning,
  "2026-11-20T10:00:00": morning,
  "2026-11-20 10:00:00": morning,
  "2026-11-20 10:00:00 +0000 UTC": morning,
  "2026-11-20T10:00Z": morning,
  "2026-11-20T10Z": morning,
  "2026-11-20T10:00:00,5": "2026-11-20T10:00:00.500Z",
  "2026-11-20T10:00:00.123456+05:30": "2026-11-20T04:30:00.123Z",
  "2026-11-20T10:00:00-0800": "2026-11-20T18:00:00Z",
  "2026-11-20T10:00:00+01": "2026-11-20T09:00:00Z",
  "2026-11-20T10:00:00+01:00[Europe/Berlin]": "2026-11-20T09:00:00Z",
  "2026-11-20T24:00:00Z": "2026-11-21T00:00:00Z",
  "1937-01-01T12:00:27.87+00:20": "1937-01-01T11:40:27.870Z",
  "1990-12-31T23:59:60Z": "1991-01-01T00:00:00Z",
  "20261120T100000Z": morning,
  "20261120T1000+0100": "2026-11-20T09:00:00Z",
  "20261120": day,
  "2026-W47-5": day,
  "2026-324": day,
  "2026-11-20": day,
  "2026-1-5": "2026-01-05T00:00:00Z",
  "2026-11": "2026-11-01T00:00:00Z",
  "2026/11/20 10:00": morning,
  // Unix times
  "1795168800": morning,
  "1795168800000": morning,
  // As people write
  "Nov 20, 2026 10:00 AM": morning,
  "Nov 20, 2026, 10:00 PM PST": "2026-11-21T06:00:00Z",
  "November 20th, 2026": day,
  "Thursday, 20th of November 2026": day,
  "Nov 20, 2026 12:30 AM": "2026-11-20T00:30:00Z",
  "20/11/2026": day,
  "11/20/2026 3:15 PM": "2026-11-20T15:15:00Z",
  "11/20/26": day,
  "20. 11. 2026": day,
  "2026. 11. 20.": day,
  "20261120100000": morning,
  "20. nov. 2026 kl. 10.00": morning,
  "20. November 2026 10.00 Uhr": morning,
  "20. listopadu 2026 v 10:00": morning,
  "05/05/2026": "2026-05-05T00:00:00Z",
  "2026年11月20日": day,
  "２０２６年１１月２０日 10時05分": "2026-11-20T10:05:00Z",
  "2026年11月20日 下午3时05分": "2026-11-20T15:05:00Z",
  "2026년 11월 20일 오후 3:05": "2026-11-20T15:05:00Z",
  "Freitag, 20. November 2026, 10:00 Uhr": morning,
  "20. März 2026": "2026-03-20T00:00:00Z",
  "5. Jänner 2026": "2026-01-05T00:00:00Z",
  "vendredi 20 novembre 2026 à 10h00": morning,
  "1er août 2026": "2026-08-01T00:00:00Z",
  "mar. 3 mars 2026": "2026-03-03T00:00:00Z",
  "20 févr. 2026": "2026-02-20T00:00:00Z",
  "lunes, 7 de septiembre de 2026": "2026-09-07T00:00:00Z",
  "3 ene 2026": "2026-01-03T00:00:00Z",
  "venerdì 20 novembre 2026": day,
  "3 luglio 2026": "2026-07-03T00:00:00Z",
  "sexta-feira, 20 de novembro de 2026": day,
  "3 de fevereiro de 2026": "2026-02-03T00:00:00Z",
  "vrijdag 20 maart 2026": "2026-03-20T00:00:00Z",
  "20 listopada 2026": day,
  "12 wrz 2026": "2026-09-12T00:00:00Z",
  "20 ноября 2026 г., 10:00": morning,
  "7 мая 2026": "2026-05-07T00:00:00Z",
  "20. listopadu 2026": day,
  "3. července 2026": "2026-07-03T00:00:00Z",
  "20 augusti 2026": "2026-08-20T00:00:00Z",
  "20. desember 2026": "2026-12-20T00:00:00Z",
  "20 Kasım 2026 Cuma": day,
  "3 Ağustos 2026 10:00": "2026-08-03T10:00:00Z",
};

test.each(Object.entries(dates))("%s is one moment", (raw, expected) => {
  expect(readDate(raw, new Date("2099-01-01T00:00:00Z"))?.at.toISOString().replace(".000Z", "Z")).toBe(
    expected,
  );
});

const noDates = [
  "",
  "yesterday",
  "2 hours ago",
  "Fri, 31 Feb 2026 10:00:00 GMT",
  "2026-02-31",
  "2026-13-01",
  "2026-11-20T25:00:00Z",
  "2026-11-20T10:61:00Z",
  "Fri, 20 Nov 2026 10:00:00 +2500",
  "Fri, 20 Nov 2026 10:00:00 XYZ",
  "05/11/2026",
  "05.11.2026",
  "20/11/26",
  "November 2026",
  "20 Nonsense 2026",
  "20 November 2026 and more",
  "0001-01-01T00:00:00Z",
  "1970-01-01T00:00:00Z",
  "0",
  "12345",
  "10:00",
  "20 21 Nov 2026",
  "9".repeat(300),
];

test.each(noDates)("%j is no date", (raw) => {
  expect(read(raw)).toBeNull();
});

test("a date over a day ahead is taken as now and flagged, one within a day is not", () => {
  const noon = new Date("2026-11-20T12:00:00Z");
  expect(readDate("2026-11-22T00:00:00Z", noon)).toEqual({ at: noon, flag: "future" });
  expect(readDate("2026-11-21T11:00:00Z", noon)).toEqual({
    at: new Date("2026-11-21T11:00:00Z"),
    flag: null,
  });
});

test.each(["America/New_York", "Asia/Kolkata"])("a server in %s reads the same moments", (zone) => {
  const script = `
    import { readDate } from ${JSON.stringify(new URL("dates.ts", import.meta.url).href)};
    const now = new Date("2099-01-01T00:00:00Z");
    const raws = ${JSON.stringify(Object.keys(dates))};
    process.stdout.write(JSON.stringify(raws.map((raw) => readDate(raw, now)?.at.toISOString().replace(".000Z", "Z"))));`;
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
    env: { ...process.env, TZ: zone },
    encoding: "utf8",
  });
  expect(JSON.parse(output)).toEqual(Object.values(dates));
});
