import { expect, test } from "vitest";

import { parseAllowList } from "./allow-list.ts";

test.each([
  ["10.0.0.0/8", 8, null],
  ["10.1.2.3", 32, null],
  ["127.0.0.1:8099", 32, 8099],
  ["10.0.0.0/8:8080", 8, 8080],
  ["::1", 128, null],
  ["[::1]:8099", 128, 8099],
  ["[fd00::]/8:443", 8, 443],
  ["fd00::/8", 8, null],
])("%s is a network of %i bits on port %s", (entry, bits, port) => {
  const { names, networks } = parseAllowList([entry]);
  expect(names).toEqual([]);
  expect(networks).toHaveLength(1);
  expect(networks[0]).toMatchObject({ bits, port });
});

test("names are folded to lower case and may carry a port; blank entries are skipped", () => {
  const { names, networks } = parseAllowList([" Intranet.Local:8443 ", "wiki", "", " "]);
  expect(networks).toEqual([]);
  expect(names).toEqual([
    { host: "intranet.local", port: 8443 },
    { host: "wiki", port: null },
  ]);
});

test.each([
  "10.0.0",
  "10.0.0.0/33",
  "300.1.1.1",
  "host:99999",
  "host:0",
  "http://host/",
  "*.corp.local",
  "[::1",
  "::1:::2",
  "a b",
])("%s is refused by name", (entry) => {
  expect(() => parseAllowList([entry])).toThrow(`"${entry}"`);
});
