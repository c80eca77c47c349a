import { parseQuery } from "@cti/pipeline/query/parse-query";
import { expect, test } from "vitest";

import { searchFor } from "./search-for.ts";

const now = new Date("2026-11-21T12:00:00Z");

test.each([
  ["actor", "Lazarus Group", "actor"],
  ["ransomware", "LockBit", "malware"],
  ["technique", "T1059.001", "ttp"],
  ["cve", "CVE-2026-20345", "cve"],
  ["url", "https://evil.example/a,b?c=(d)", "ioc"],
  ["ipv6", "2001:db8::1", "ioc"],
  ["file_path", String.raw`C:\Users\Public\a b.exe`, "ioc"],
  ["named_pipe", String.raw`\\.\pipe\"quoted"`, "ioc"],
  ["mutex", "-x OR y", "ioc"],
])("the search for the %s %s is read as one value of one field", (type, value, field) => {
  expect(parseQuery(searchFor(type, value), { now })).toEqual({
    ok: true,
    query: { kind: "entity", field, values: [value] },
  });
});
