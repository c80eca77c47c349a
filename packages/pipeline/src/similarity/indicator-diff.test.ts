import { expect, test } from "vitest";

import { diffIndicators } from "./indicator-diff.ts";

const indicator = (type: string, value: string): { type: string; value: string } => ({ type, value });

test("an edit tells which indicators it brought and took away, each once, in order", () => {
  const before = [
    indicator("ipv4", "192.0.2.1"),
    indicator("domain", "a.example"),
    indicator("domain", "b.example"),
  ];
  const after = [
    indicator("domain", "c.example"),
    indicator("domain", "b.example"),
    indicator("domain", "c.example"),
    indicator("url", "a.example"),
  ];
  expect(diffIndicators(before, after)).toEqual({
    added: [indicator("domain", "c.example"), indicator("url", "a.example")],
    removed: [indicator("ipv4", "192.0.2.1"), indicator("domain", "a.example")],
  });
});

test("nothing changes between equal lists", () => {
  const same = [indicator("md5", "d41d8cd98f00b204e9800998ecf8427e")];
  expect(diffIndicators(same, same)).toEqual({ added: [], removed: [] });
});
