import { expect, test } from "vitest";

import { maskAddress, maskAddresses, maskAddressesIn } from "./mask-address.ts";

test.each([
  ["https://bob:p@ss@host.test/feed", "https://********@host.test/feed"],
  ["https://token@host.test/feed", "https://********@host.test/feed"],
  ["https://host.test/feed?apikey=abc&page=2", "https://host.test/feed?apikey=********&page=2"],
  ["https://host.test/feed?access_token=x&q=a", "https://host.test/feed?access_token=********&q=a"],
  ["https://host.test/feed?id=9f86d081884c7d659a2feaa0c55ad015", "https://host.test/feed?id=********"],
  ["https://host.test/?u=550e8400-e29b-41d4-a716-446655440000", "https://host.test/?u=********"],
  ["https://host.test/?x=QWxhZGRpbjpvcGVuU2VzYW1lQWdhaW4", "https://host.test/?x=********"],
  ["https://host.test/#sig=abc", "https://host.test/#sig=********"],
])("%s is shown as %s", (url, shown) => {
  expect(maskAddress(url)).toBe(shown);
});

test.each([
  "https://host.test/feed.xml",
  "https://host.test/feed?format=rss&category=threat-intelligence-reports-2024",
  "https://host.test/wp-json/wp/v2/posts?per_page=100&orderby=date",
  "https://host.test/@user/feed",
  "https://host.test/?q=cybersecurityandinfrastructure",
])("%s holds no secret and is shown as it is", (url) => {
  expect(maskAddress(url)).toBe(url);
});

test("addresses are found in a text and at any depth of a value; dates and numbers stay", () => {
  expect(maskAddresses('see https://u:p@a.test/x and "https://b.test/?key=1"')).toBe(
    'see https://********@a.test/x and "https://b.test/?key=********"',
  );
  const at = new Date(0);
  expect(maskAddressesIn({ a: [{ url: "https://u@a.test/" }], n: 1, at, none: null })).toEqual({
    a: [{ url: "https://********@a.test/" }],
    n: 1,
    at,
    none: null,
  });
});

test("a long text without an end of its address takes no time", () => {
  const text = `https://${"a".repeat(200_000)}?${"k=v&".repeat(50_000)}`;
  expect(maskAddresses(text)).toHaveLength(text.length);
});
