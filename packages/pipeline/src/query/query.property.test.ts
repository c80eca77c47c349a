import { expect, test } from "vitest";

import { formatQuery } from "./format-query.ts";
import { parseQuery } from "./parse-query.ts";
import { randomQuery } from "./random-query.ts";
import { readTime } from "./read-time.ts";

const now = new Date("2026-11-21T12:30:00Z");

/** Numbers from 0 to below 1 that repeat for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

test("a query that is written out and read again is the same", () => {
  const random = seeded(1);
  for (let run = 0; run < 2_000; run += 1) {
    const query = randomQuery(random, (given) => readTime(given, now) ?? now);
    expect(parseQuery(formatQuery(query), { now }), formatQuery(query)).toEqual({ ok: true, query });
  }
});

const pieces = [
  ..."abT1059 .:,;-\"“()[]{}|*<>=/\\@'’…ßİⅣﬁ\u0301\u0000\u200B勒\t".split(""),
  ..."AND OR NOT actor: ioc: is:new score>=70 since:7d hxxp[:]// [.] (dot) CVE-2026-1234 evil.com 8.8.8.8 ::1 C:\\ rans* tier:1,2 tag: cve: sha256: ＂ Ａ".split(
    " ",
  ),
  " ",
  " ",
];

test("nothing makes the parser throw, and what it reads survives writing and reading", () => {
  const random = seeded(2);
  for (let run = 0; run < 3_000; run += 1) {
    const length = 1 + Math.floor(random() * 12);
    const input = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join("");
    const result = parseQuery(input, { now });
    const column = result.ok ? 1 : result.error.column;
    expect(column >= 1 && column <= input.length + 1, input).toBe(true);
    if (!result.ok) continue;
    const written = formatQuery(result.query);
    expect(parseQuery(written, { now }), `${JSON.stringify(input)} as ${written}`).toEqual(result);
  }
});
