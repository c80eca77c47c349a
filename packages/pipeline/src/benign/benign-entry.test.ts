import { expect, test } from "vitest";

import { BenignError } from "./benign-error.ts";
import { readBenignEntry } from "./benign-entry.ts";

test("an entry needs a value only", () => {
  expect(readBenignEntry({ value: " www.example.com " })).toEqual({
    id: 0,
    type: null,
    match: "exact",
    value: "www.example.com",
    note: "",
    sourceId: null,
  });
});

test("an entry keeps its scope, type and note, and a domain its plain name", () => {
  expect(
    readBenignEntry({
      id: 4,
      type: "domain",
      match: "domain",
      value: "*.Example.com.",
      note: " ours ",
      sourceId: 7,
    }),
  ).toEqual({ id: 4, type: "domain", match: "domain", value: "example.com", note: "ours", sourceId: 7 });
});

test.each([
  { value: "192.0.2.0/24", match: "cidr" },
  { value: "2001:db8::/32", match: "cidr", type: "ipv6" },
  { value: "https://example.com/share/", match: "prefix" },
  { value: "C:\\Program Files\\Ours\\", match: "prefix", type: "file_path" },
  { value: "d41d8cd98f00b204e9800998ecf8427e", type: "md5" },
  { value: "CVE-2024-12345", type: "cve" },
])("%j is taken", (input) => {
  expect(readBenignEntry(input)).toMatchObject(input);
});

test.each([
  [7, 'use {"value": "example.com"}'],
  [{ value: 7 }, "is text"],
  [{ value: " " }, "use a value such as example.com"],
  [{ value: "a\nb" }, "use one value on one line"],
  [{ value: "evil[.]example" }, "use evil.example"],
  [{ value: "hxxps://a[.]example/x" }, "use https://a.example/x"],
  [{ value: "a", match: "glob" }, 'No match is called "glob": use exact, domain, cidr, prefix'],
  [{ value: "a", type: "host" }, 'No type is called "host": use ipv4, ipv6'],
  [{ value: "a", note: "x".repeat(501) }, "use a shorter one"],
  [{ value: "a", sourceId: "3" }, "use a whole number, or leave it out"],
  [{ value: "*.example.com" }, 'use match "domain" and value example.com'],
  [{ value: "192.0.2.0/24" }, 'use match "cidr"'],
  [{ value: "192.0.2.300", type: "ipv4" }, "use an address such as 192.0.2.1"],
  [{ value: "abc", type: "sha256" }, "use 64 hexadecimal digits"],
  [{ value: "example.com/x", type: "url" }, "use a URL with its scheme"],
  [{ value: "https://example.com/x", match: "domain" }, "use example.com"],
  [{ value: "192.0.2.1", match: "domain" }, 'use match "cidr"'],
  [{ value: "co.uk", match: "domain" }, "use a domain below it, such as example.co.uk"],
  [{ value: "example.com", match: "domain", type: "md5" }, 'use match "exact" for md5'],
  [{ value: "somewhere", match: "cidr" }, "use 192.0.2.0/24, 2001:db8::/32 or one address"],
  [{ value: "0.0.0.0/0", match: "cidr" }, "use /8 or longer"],
  [{ value: "2001:db8::/32", match: "cidr", type: "ipv4" }, "use type ipv6"],
  [{ value: "a", match: "prefix" }, "use four characters or more"],
  [{ value: "https://example.com", match: "prefix" }, "use https://example.com/"],
])("%j is refused with what to write instead", (input, advice) => {
  const read = (): unknown => readBenignEntry(input);
  expect(read).toThrow(BenignError);
  expect(read).toThrow(advice);
  expect(read).toThrow(expect.objectContaining({ reason: "bad_benign_entry" }));
});
