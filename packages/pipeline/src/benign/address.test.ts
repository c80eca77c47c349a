import { isIPv4, isIPv6 } from "node:net";

import { expect, test } from "vitest";

import { readCidr, readIpv4, readIpv6 } from "./address.ts";

test.each([
  ["::", [0, 0, 0, 0]],
  ["::1", [0, 0, 0, 1]],
  ["2001:DB8::", [0x20010db8, 0, 0, 0]],
  ["2001:db8:0:1:2:3:4:5", [0x20010db8, 1, 0x00020003, 0x00040005]],
  ["::ffff:192.0.2.1", [0, 0, 0xffff, 0xc0000201]],
  ["64:ff9b::192.0.2.33", [0x0064ff9b, 0, 0, 0xc0000221]],
])("%s is read", (text, words) => {
  expect(readIpv6(text)).toEqual(words);
});

test("what is an address agrees with Node", () => {
  const wrong: string[] = [];
  const parts = ["1", "12.3", "::", ":", "ffff", "10000", "g", ".", "192.0.2.1", "256", "0", "db8:", "01"];
  for (let at = 0; at < 20_000; at++) {
    const picked = Array.from({ length: 1 + (at % 9) }, (_, place) => {
      const mixed = Math.imul(at + 1, 0x9e3779b1) >>> (place * 3);
      return parts[mixed % parts.length] ?? "";
    });
    for (const text of [picked.join(""), picked.join(":"), picked.join(".")])
      if ((readIpv6(text) !== null) !== isIPv6(text) || (readIpv4(text) !== null) !== isIPv4(text))
        wrong.push(text);
  }
  expect(wrong).toEqual([]);
});

test("a range covers all addresses with its prefix", () => {
  expect(readCidr("192.0.2.77/24")).toEqual({
    version: 4,
    first: [0, 0, 0, 0xc0000200],
    last: [0, 0, 0, 0xc00002ff],
  });
  expect(readCidr("0.0.0.0/0")).toMatchObject({ first: [0, 0, 0, 0], last: [0, 0, 0, 0xffffffff] });
  expect(readCidr("2001:db8::/33")).toEqual({
    version: 6,
    first: [0x20010db8, 0, 0, 0],
    last: [0x20010db8, 0x7fffffff, 0xffffffff, 0xffffffff],
  });
  expect(readCidr("2001:db8::1")).toMatchObject({
    first: [0x20010db8, 0, 0, 1],
    last: [0x20010db8, 0, 0, 1],
  });
});

test.each(["192.0.2.0/33", "192.0.2/24", "2001:db8::/129", "192.0.2.0/", "/8", "192.0.2.0/2x", "a.example"])(
  "%s is no range",
  (text) => {
    expect(readCidr(text)).toBeNull();
  },
);
