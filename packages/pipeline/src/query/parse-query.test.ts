import { processorClock } from "@cti/testing/processor-clock";
import { describe, expect, test } from "vitest";

import { formatQuery } from "./format-query.ts";
import { parseQuery } from "./parse-query.ts";
import type { Query, QueryError } from "./query.ts";

const now = new Date("2026-11-21T12:30:00Z");

function read(input: string): Query {
  const result = parseQuery(input, { now });
  if (!result.ok) throw new Error(`${input}: ${result.error.message} at ${result.error.column}`);
  return result.query;
}

function errorOf(input: string): QueryError {
  const result = parseQuery(input, { now });
  if (result.ok) throw new Error(`${input} is read as ${JSON.stringify(result.query)}`);
  return result.error;
}

test("words stand for all of them, OR binds least, NOT and - bind most", () => {
  expect(read("Loader beacon OR -phish NOT kernel")).toEqual({
    kind: "or",
    nodes: [
      {
        kind: "and",
        nodes: [
          { kind: "word", word: "loader" },
          { kind: "word", word: "beacon" },
        ],
      },
      {
        kind: "and",
        nodes: [
          { kind: "not", node: { kind: "word", word: "phish" } },
          { kind: "not", node: { kind: "word", word: "kernel" } },
        ],
      },
    ],
  });
});

test.each([
  ["", ""],
  ["   ", ""],
  ["()", ""],
  ["… -- !!", ""],
  ["(a1 b2) c3", "a1 b2 c3"],
  ["aa | bb || cc", "aa OR bb OR cc"],
  ["aa && bb AND cc", "aa bb cc"],
  ["aa (bb OR cc)", "aa (bb OR cc)"],
  ["-(aa bb)", "-(aa bb)"],
  ["NOT NOT aa", "aa"],
  ["and or not", "and or not"],
  ["“smart quotes”", '"smart quotes"'],
  ["state-sponsored", '"state-sponsored"'],
  ["--noprofile", '"--noprofile"'.replaceAll('"--noprofile"', "noprofile")],
  ["Rans*", "rans*"],
  ["foo-Rans*", '"foo" rans*'],
  ['actor: "Lazarus Group"', 'actor:"Lazarus Group"'],
  ["ACTOR:APT29,FIN7", "actor:APT29,FIN7"],
  ["group=Akira", "actor:Akira"],
  ["score:>=70", "score>=70"],
  ["tier:1,2,", "tier:1,2"],
  ["cve:2026-20345", "cve:CVE-2026-20345"],
  ["ttp:t1059.001", "ttp:T1059.001"],
  ["type:sha256", "has:sha256"],
  ["has:ioc,cve", "has:ioc,cve"],
  ["ioc:hxxps://evil[.]example/a,b", 'ioc:"https://evil.example/a,b"'],
  ["ioc:8[.]8[.]8[.]8,9.9.9.9", "ioc:8.8.8.8,9.9.9.9"],
  ["since:7D before:2026-11", "since:7d before:2026-11"],
  ['tag:"say ""hi"""', 'tag:"say ""hi"""'],
])("%j is the same as %j", (input, canonical) => {
  expect(formatQuery(read(input))).toBe(canonical);
  expect(read(canonical)).toEqual(read(input));
});

test.each([
  ["hxxps://evil[.]example/x", "url", "https://evil.example/x"],
  ["hXXp[:]//evil[.]example/a(b)?c=1|2".replace("|2", ""), "url", "http://evil.example/a(b)?c=1"],
  ["8[.]8[.]8[.]8", "ipv4", "8.8.8.8"],
  ["8(.)8(.)8(.)8", "ipv4", "8.8.8.8"],
  ["203.0.113.7:8443", "ipv4", "203.0.113.7"],
  ["2001[:]db8::1", "ipv6", "2001:db8::1"],
  ["evil [.] example", "domain", "evil.example"],
  ["evil(dot)example,", "domain", "evil.example"],
  ["admin[@]evil[.]example", "email", "admin@evil.example"],
  ["d41d8cd98f00b204e9800998ecf8427e", "md5", "d41d8cd98f00b204e9800998ecf8427e"],
  [`sha256:${"AB".repeat(32)}`, "sha256", "ab".repeat(32)],
  ["cve-2026-20345.", "cve", "CVE-2026-20345"],
  ["t1059.001", "technique", "T1059.001"],
  ["TA0002", "tactic", "TA0002"],
  ["(https://evil.example/x)", "url", "https://evil.example/x"],
])("%s is a pasted %s", (input, type, value) => {
  expect(read(input)).toMatchObject({ kind: "indicator", type, value });
});

test.each([
  "node.js",
  "12:30",
  "C:\\Temp\\a",
  "::",
  "std::string",
  "localhost:8080",
  "Warning: patch now",
  "https://",
  "x=y",
  "a<b",
  "e.g.",
  "re:zero",
  "don't",
  "50%",
])("%s is words and no error", (input) => {
  expect(parseQuery(input, { now }).ok).toBe(true);
});

test.each([
  ["actr:APT29", 1, 4, "did you mean actor:?"],
  ["aa scroe>=70", 4, 5, "did you mean score>=?"],
  ["foo:bar", 1, 3, 'to look for the words, write "foo:bar"'],
  ["is:nwe", 4, 3, "did you mean is:new?"],
  ["has:iocc", 5, 4, "did you mean has:ioc?"],
  ["score>=high", 8, 4, "for example score>=70"],
  ["tier:1.5", 6, 3, "for example tier:1,2"],
  ["actor>=x", 1, 8, 'for example actor:"Lazarus Group"'],
  ["since:soon", 7, 4, "write a day (2026-11-01), an ISO time, 30min, 24h, 7d, 2w, 3mo, today or yesterday"],
  [
    "since:2026-02-31",
    7,
    10,
    "write a day (2026-11-01), an ISO time, 30min, 24h, 7d, 2w, 3mo, today or yesterday",
  ],
  ["cve:log4shell", 5, 9, "for example cve:CVE-2026-20345 or cve:CVE-2026-*"],
  ["actor:(a OR b)", 1, 6, "several values are written with commas: actor:a,b"],
  ["aa actor:", 4, 6, 'for example actor:"Lazarus Group"'],
  ['aa "bb', 4, 3, 'write a second " where the phrase ends'],
  ["(aa", 1, 1, "write ) where the group ends"],
  ["aa)", 3, 1, "take it out, or open one before"],
  ["ra*som", 3, 1, "for example rans*"],
  ["r*", 1, 2, "write two letters or more"],
])("%s is an error at column %i of length %i with a hint", (input, column, length, hint) => {
  expect(errorOf(input)).toMatchObject({ column, length, hint });
});

test.each(["OR aa", "aa OR", "aa AND OR bb", "NOT", "aa NOT", "(aa OR)", "AND"])(
  "%s misses something beside the operator",
  (input) => {
    expect(errorOf(input).message).toBe("something is missing beside this operator");
  },
);

test("relative times count from now, days begin in UTC", () => {
  const instants = [
    "7d",
    "24h",
    "30min",
    "today",
    "yesterday",
    "2026-11-01",
    "2026-11-01T10:00:00+02:00",
  ].map((given) => {
    const query = read(`since:${given}`);
    return query.kind === "time" ? query.at : null;
  });
  expect(instants).toEqual([
    "2026-11-14T12:30:00.000Z",
    "2026-11-20T12:30:00.000Z",
    "2026-11-21T12:00:00.000Z",
    "2026-11-21T00:00:00.000Z",
    "2026-11-20T00:00:00.000Z",
    "2026-11-01T00:00:00.000Z",
    "2026-11-01T08:00:00.000Z",
  ]);
});

describe("caps", () => {
  test("length, depth and number of terms are limited", () => {
    expect(errorOf("a ".repeat(2_001)).message).toMatch(/4000 characters/);
    expect(errorOf(`${"(".repeat(60)}aa${")".repeat(60)}`).message).toMatch(/50 deep/);
    expect(errorOf("NOT ".repeat(60).concat("aa")).message).toMatch(/50 deep/);
    expect(errorOf("aa ".repeat(201)).message).toMatch(/200 words/);
    expect(parseQuery(`${"(".repeat(40)}aa${")".repeat(40)}`, { now }).ok).toBe(true);
  });

  test("hostile input is read or refused at once", () => {
    const spent = processorClock();
    for (const piece of [
      "a.",
      "[.]",
      "(",
      ")",
      '"',
      "a:",
      "-",
      "::",
      "hxxp://",
      "*",
      "a [.] ",
      "tag:a,",
      "0x",
      "\u0000",
      "(",
    ]) {
      parseQuery(piece.repeat(200_000 / piece.length), { now });
      parseQuery(piece.repeat(3_900 / piece.length), { now });
    }
    expect(spent()).toBeLessThan(2_000);
  });
});
