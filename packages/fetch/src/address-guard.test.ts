import { expect, test } from "vitest";

import { judgeAddress, resolveChecked } from "./address-guard.ts";
import { parseAllowList } from "./allow-list.ts";
import type { TraceEvent } from "./fetch-types.ts";

const nothing = parseAllowList([]);

test.each([
  ["0.0.0.0", "unspecified"],
  ["0.1.2.3", "unspecified"],
  ["10.0.0.1", "private"],
  ["10.255.255.255", "private"],
  ["100.64.0.1", "carrierGradeNat"],
  ["100.127.255.254", "carrierGradeNat"],
  ["100.100.100.200", "metadata"],
  ["127.0.0.1", "loopback"],
  ["127.255.255.254", "loopback"],
  ["169.254.0.1", "linkLocal"],
  ["169.254.169.254", "metadata"],
  ["169.254.170.2", "metadata"],
  ["172.16.0.1", "private"],
  ["172.31.255.255", "private"],
  ["192.0.0.8", "reserved"],
  ["192.0.2.1", "reserved"],
  ["192.31.196.1", "as112"],
  ["192.52.193.1", "amt"],
  ["192.88.99.1", "reserved"],
  ["192.168.1.1", "private"],
  ["192.175.48.1", "as112"],
  ["198.18.0.1", "reserved"],
  ["198.19.255.255", "reserved"],
  ["198.51.100.7", "reserved"],
  ["203.0.113.9", "reserved"],
  ["224.0.0.1", "multicast"],
  ["239.255.255.250", "multicast"],
  ["240.0.0.1", "reserved"],
  ["255.255.255.255", "broadcast"],
  ["::", "unspecified"],
  ["::1", "loopback"],
  ["::2", "ipv4Compatible"],
  ["::7f00:1", "ipv4Compatible"],
  ["::127.0.0.1", "ipv4Compatible"],
  ["::8.8.8.8", "ipv4Compatible"],
  ["::ffff:127.0.0.1", "loopback"],
  ["::ffff:7f00:1", "loopback"],
  ["::ffff:10.0.0.1", "private"],
  ["::ffff:169.254.169.254", "metadata"],
  ["::ffff:0:127.0.0.1", "rfc6145"],
  ["64:ff9b::7f00:1", "rfc6052"],
  ["64:ff9b::808:808", "rfc6052"],
  ["64:ff9b:1::1", "rfc6052"],
  ["64:ff9b:2::1", "nat64"],
  ["100::1", "discard"],
  ["100:0:0:1::1", "unassigned"],
  ["2001::1", "teredo"],
  ["2001:0:53aa:64c:0:1234:5678:9abc", "teredo"],
  ["2001:2::1", "benchmarking"],
  ["2001:3::1", "amt"],
  ["2001:10::1", "deprecatedOrchid"],
  ["2001:20::1", "orchid2"],
  ["2001:db8::1", "reserved"],
  ["2002:7f00:1::", "6to4"],
  ["2002:c0a8:101::1", "6to4"],
  ["3fff::1", "reserved"],
  ["4000::1", "unassigned"],
  ["5f00::1", "segmentRouting"],
  ["fc00::1", "uniqueLocal"],
  ["fd00:ec2::254", "metadata"],
  ["fd12:3456:789a::1", "uniqueLocal"],
  ["fe80::1", "linkLocal"],
  ["fec0::1", "deprecatedSiteLocal"],
  ["ff02::1", "multicast"],
  ["fe80::1%eth0", "linkLocal"],
  ["", "invalid"],
  ["localhost", "invalid"],
  ["0x7f.1", "invalid"],
  ["2130706433", "invalid"],
  ["010.0.0.1", "invalid"],
  ["1.2.3", "invalid"],
])("%s is refused as %s", (address, range) => {
  expect(judgeAddress(nothing, address, "news.example", 80)).toEqual({
    allowed: false,
    range,
    opened: false,
  });
});

test.each([
  "1.1.1.1",
  "8.8.8.8",
  "9.255.255.255",
  "11.0.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "172.15.255.255",
  "172.32.0.0",
  "192.167.255.255",
  "198.17.255.255",
  "223.255.255.255",
  "::ffff:8.8.8.8",
  "2606:4700::1111",
  "2a00:1450:4001:81b::200e",
  "2001:4860:4860::8888",
])("%s is public and passes", (address) => {
  expect(judgeAddress(nothing, address, "news.example", 80)).toEqual({
    allowed: true,
    range: "unicast",
    opened: false,
  });
});

test.each([
  [["10.0.0.0/8"], "10.1.2.3", 80, true],
  [["10.0.0.0/8"], "192.168.1.5", 80, false],
  [["10.0.0.0/8"], "::ffff:10.1.2.3", 80, true],
  [["127.0.0.1:8099"], "127.0.0.1", 8099, true],
  [["127.0.0.1:8099"], "127.0.0.1", 8098, false],
  [["[::1]:8099"], "::1", 8099, true],
  [["fd00::/8"], "fd12::1", 443, true],
  [["fd00::/8"], "fe80::1", 443, false],
  [["intranet.local"], "192.168.1.5", 80, true],
  [["INTRANET.local.:8080"], "192.168.1.5", 8080, true],
  [["intranet.local:8080"], "192.168.1.5", 80, false],
  [["intranet.local"], "169.254.169.254", 80, false],
  [["169.254.169.254"], "169.254.169.254", 80, true],
  [["other.local"], "192.168.1.5", 80, false],
])(
  "with %j on the allow list, intranet.local at %s port %i passes: %s",
  (entries, address, port, allowed) => {
    const verdict = judgeAddress(parseAllowList(entries), address, "intranet.local", port);
    expect(verdict.allowed).toBe(allowed);
    expect(verdict.opened).toBe(allowed);
  },
);

test("one private address among public ones refuses the whole host", async () => {
  const events: TraceEvent[] = [];
  const lookup = async (): Promise<{ address: string; family: number }[]> => [
    { address: "93.184.215.14", family: 4 },
    { address: "10.0.0.1", family: 4 },
  ];
  const target = { hostname: "news.example", port: 443, url: "https://news.example/" };
  await expect(
    resolveChecked({ allow: nothing, lookup, trace: (event) => events.push(event) }, target),
  ).rejects.toMatchObject({ reason: "blocked_address", url: "https://news.example/" });
  expect(events.filter((event) => event.step === "address")).toEqual([
    { step: "address", address: "93.184.215.14", verdict: "allowed: unicast" },
    { step: "address", address: "10.0.0.1", verdict: "refused: private" },
  ]);
});

test("a name that does not resolve and a name without addresses fail as dns", async () => {
  const target = { hostname: "news.example", port: 443, url: "https://news.example/" };
  const failing = resolveChecked(
    { allow: nothing, lookup: () => Promise.reject(new Error("ENOTFOUND")) },
    target,
  );
  await expect(failing).rejects.toMatchObject({
    reason: "dns",
    message: "The name news.example cannot be resolved.",
  });
  const empty = resolveChecked({ allow: nothing, lookup: async () => [] }, target);
  await expect(empty).rejects.toMatchObject({ reason: "dns" });
});
