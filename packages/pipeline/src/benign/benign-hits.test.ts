import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";

import { processorClock } from "@cti/testing/processor-clock";
import { expect, test } from "vitest";

import type { IndicatorType } from "../entities/entity-types.ts";
import { readBenignEntry } from "./benign-entry.ts";
import { benignHits, strengthOf } from "./benign-hits.ts";
import { compileBenign } from "./compile-benign.ts";
import type { Warninglist } from "./read-warninglist.ts";

const HOST_ATTRIBUTES = ["domain", "hostname", "domain|ip", "url"];
const IP_ATTRIBUTES = ["ip-src", "ip-dst", "domain|ip", "ip-dst|port"];

function list(name: string, type: Warninglist["type"], attributes: string[], values: string[]): Warninglist {
  return { name, version: 1, description: "", type, attributes, values };
}

const lists = [
  list("RFC 1918 blocks", "cidr", IP_ATTRIBUTES, ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]),
  list("RFC 5735 special use", "cidr", IP_ATTRIBUTES, ["10.0.0.0/8", "127.0.0.0/8"]),
  list("RFC 3849 documentation", "cidr", IP_ATTRIBUTES, ["2001:DB8::/32"]),
  list("Known cloud ranges", "cidr", IP_ATTRIBUTES, ["203.0.113.0/24", "203.0.113.128/25", "198.51.100.4"]),
  list("Top 1000 websites", "string", HOST_ATTRIBUTES, ["www.shop.example", "github.com"]),
  list("Top 10K sites", "hostname", HOST_ATTRIBUTES, ["shop.example", "github.com", "github.io"]),
  list("Known domains of a vendor", "string", HOST_ATTRIBUTES, [
    ".windows.net",
    ".vendor.example",
    "github.com",
  ]),
  list("RFC 6761 special-use names", "string", ["domain", "hostname"], ["example.com", "test"]),
  list("TLDs", "string", ["domain"], ["COM"]),
  list("Hashes of empty files", "string", ["md5", "filename|sha1"], ["d41d8cd98f00b204e9800998ecf8427e"]),
  list("Disposable mail", "substring", ["email-src"], ["trash.example", "zzzz"]),
  list("Contact addresses", "regex", ["email-dst"], ["/^(abuse|noc)\\@.*$/i"]),
];
const index = compileBenign(lists, []);
const hits = (type: IndicatorType, value: string): string[] => benignHits(index, type, value);

test("addresses are found in ranges, within each other and in several lists", () => {
  expect(hits("ipv4", "10.1.2.3")).toEqual(["RFC 5735 special use", "RFC 1918 blocks"]);
  expect(hits("ipv4", "172.31.255.255")).toEqual(["RFC 1918 blocks"]);
  expect(hits("ipv4", "172.32.0.0")).toEqual([]);
  expect(hits("ipv4", "203.0.113.200")).toEqual(["Known cloud ranges"]);
  expect(hits("ipv4", "203.0.114.0")).toEqual([]);
  expect(hits("ipv4", "198.51.100.4")).toEqual(["Known cloud ranges"]);
  expect(hits("ipv4", "198.51.100.5")).toEqual([]);
  expect(hits("ipv6", "2001:db8:1::7")).toEqual(["RFC 3849 documentation"]);
  expect(hits("ipv6", "2001:db9::")).toEqual([]);
});

test("a range is benign only as a whole", () => {
  expect(hits("ipv4", "192.168.4.0/24")).toEqual(["RFC 1918 blocks"]);
  expect(hits("ipv4", "192.168.0.0/15")).toEqual([]);
});

test("host lists hold names below theirs, string lists names themselves or with a leading dot", () => {
  expect(hits("domain", "shop.example")).toEqual(["Top 10K sites"]);
  expect(hits("domain", "WWW.Shop.example.")).toEqual(["Top 1000 websites", "Top 10K sites"]);
  expect(hits("domain", "a.www.shop.example")).toEqual(["Top 10K sites"]);
  expect(hits("domain", "evilshop.example")).toEqual([]);
  expect(hits("domain", "vendor.example")).toEqual(["Known domains of a vendor"]);
  expect(hits("domain", "a.vendor.example")).toEqual(["Known domains of a vendor"]);
  expect(hits("domain", "www.example.com")).toEqual(["RFC 6761 special-use names"]);
  expect(hits("domain", "com")).toEqual(["TLDs"]);
  expect(hits("domain", "evil.com")).toEqual([]);
});

test("names that are let to strangers are not known by the name above them", () => {
  expect(hits("domain", "github.io")).toEqual(["Top 10K sites"]);
  expect(hits("domain", "evil.github.io")).toEqual([]);
  expect(hits("domain", "windows.net")).toEqual(["Known domains of a vendor"]);
  expect(hits("domain", "evil.blob.core.windows.net")).toEqual([]);
});

test("a URL is known as its site; further in, only where its owner alone publishes", () => {
  expect(hits("url", "https://github.com/")).toEqual([
    "Known domains of a vendor",
    "Top 1000 websites",
    "Top 10K sites",
  ]);
  expect(hits("url", "https://github.com/evil/raw/x.exe")).toEqual([]);
  expect(hits("url", "https://shop.example/x")).toEqual([]);
  expect(hits("url", "https://user:pw@docs.vendor.example:8443/x?y#z")).toEqual([
    "Known domains of a vendor",
  ]);
  expect(hits("url", "https://vendor.example@evil.example/x")).toEqual([]);
  expect(hits("url", "http://foo.example.com/x")).toEqual(["RFC 6761 special-use names"]);
  expect(hits("url", "http://10.0.0.1:8080/x")).toEqual(["RFC 5735 special use", "RFC 1918 blocks"]);
  expect(hits("url", "http://[2001:db8::1]/x")).toEqual(["RFC 3849 documentation"]);
  expect(hits("url", "http://203.0.113.7/x")).toEqual([]);
  expect(hits("url", "no url")).toEqual([]);
});

test("digests, e-mail addresses and patterns are found by lists of their type only", () => {
  expect(hits("md5", "D41D8CD98F00B204E9800998ECF8427E")).toEqual(["Hashes of empty files"]);
  expect(hits("imphash", "d41d8cd98f00b204e9800998ecf8427e")).toEqual([]);
  expect(hits("email", "x@mail.trash.example")).toEqual(["Disposable mail"]);
  expect(hits("email", "xzzzz@a.example")).toEqual(["Disposable mail"]);
  expect(hits("email", "Abuse@a.example")).toEqual(["Contact addresses"]);
  expect(hits("email", "joe@shop.example")).toEqual([]);
});

test("each list tells how much it says", () => {
  expect(strengthOf(index, "RFC 1918 blocks")).toBe("strong");
  expect(strengthOf(index, "Hashes of empty files")).toBe("strong");
  expect(strengthOf(index, "Top 10K sites")).toBe("weak");
  expect(strengthOf(index, "Known cloud ranges")).toBe("weak");
  expect(strengthOf(index, "unknown")).toBeNull();
});

test("an analyst's own entries come first and hold for their type and source", () => {
  const own = compileBenign(lists, [
    readBenignEntry({ value: "10.9.0.0/16", match: "cidr" }),
    readBenignEntry({ value: "ours.example", match: "domain" }),
    readBenignEntry({ value: "one.example" }),
    readBenignEntry({ value: "C:\\Ours\\", match: "prefix", type: "file_path" }),
    readBenignEntry({ value: "there.example", match: "domain", sourceId: 3 }),
  ]);
  expect(benignHits(own, "ipv4", "10.9.1.1")[0]).toBe("own: 10.9.0.0/16");
  expect(strengthOf(own, "own: 10.9.0.0/16")).toBe("strong");
  expect(benignHits(own, "url", "https://x.ours.example/deep?q")).toEqual(["own: ours.example"]);
  expect(benignHits(own, "email", "joe@ours.example")).toEqual(["own: ours.example"]);
  expect(benignHits(own, "domain", "one.example")).toEqual(["own: one.example"]);
  expect(benignHits(own, "url", "https://one.example/")).toEqual([]);
  expect(benignHits(own, "file_path", "c:\\ours\\a.exe")).toEqual(["own: C:\\Ours\\"]);
  expect(benignHits(own, "registry_key", "C:\\Ours\\a")).toEqual([]);
  expect(benignHits(own, "domain", "there.example")).toEqual([]);
  expect(benignHits(own, "domain", "there.example", 3)).toEqual(["own: there.example"]);
});

test("an exact entry of any length is compared in full", () => {
  const long = `https://ours.example/${"a".repeat(400)}`;
  const own = compileBenign([], [readBenignEntry({ value: long })]);
  expect(benignHits(own, "url", long)).toHaveLength(1);
  expect(benignHits(own, "url", `${long}b`)).toEqual([]);
});

test("values that make no sense are counted, the rest goes on", () => {
  const broken = compileBenign(
    [
      list("Ranges", "cidr", [], ["10.0.0.0/8", "somewhere", "10.0.0.0/99"]),
      list("Patterns", "regex", [], ["(", "/ok$/"]),
    ],
    [],
  );
  expect(broken.rejected.count).toBe(3);
  expect(broken.rejected.examples.map(({ list: name, value }) => [name, value])).toEqual([
    ["Ranges", "somewhere"],
    ["Ranges", "10.0.0.0/99"],
    ["Patterns", "("],
  ]);
  expect(benignHits(broken, "ipv4", "10.0.0.1")).toEqual(["Ranges"]);
  expect(benignHits(broken, "file_name", "is ok")).toEqual(["Patterns"]);
});

test("an index can be posted to a thread, which shares its tables", () => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(index);
  const posted = (receiveMessageOnPort(port2) as { message: typeof index }).message;
  port1.close();
  expect(benignHits(posted, "email", "noc@a.example")).toEqual(["Contact addresses"]);
  expect(benignHits(posted, "ipv4", "127.0.0.1")).toEqual(["RFC 5735 special use"]);
  expect(index.keys.records.buffer).toBeInstanceOf(SharedArrayBuffer);
});

test("a large list is found value by value and takes less than 30 bytes a value", () => {
  const values = Array.from({ length: 50_000 }, (_, at) => `site-${(at * 7919).toString(36)}.example`);
  const large = compileBenign([list("Top sites", "hostname", ["domain"], [...values, ...values])], []);
  expect(values.filter((value) => benignHits(large, "domain", value).length !== 1)).toEqual([]);
  expect(values.filter((value) => benignHits(large, "domain", `x${value}`).length !== 0)).toEqual([]);
  const bytes = large.keys.records.byteLength + large.keys.places.byteLength / 2;
  expect(bytes / values.length).toBeLessThan(30);
});

test("ranges agree with a naive search", () => {
  const random = (at: number): number => Math.abs(Math.imul(at ^ (at >>> 13), 0x5bd1e995)) % 4096;
  const ranges = Array.from({ length: 300 }, (_, at) => ({ bits: 21 + (at % 12), from: random(at + 1) }));
  const named = ranges.map(({ bits, from }, at) => {
    const size = 2 ** (32 - bits);
    const first = from - (from % size);
    return {
      name: `list ${at}`,
      first,
      last: first + size - 1,
      value: `192.0.${first >> 8}.${first & 255}/${bits}`,
    };
  });
  const built = compileBenign(
    named.map(({ name, value }) => list(name, "cidr", [], [value])),
    [],
  );
  for (let at = 0; at < 4096 + 300; at += 7) {
    const expected = named.filter(({ first, last }) => first <= at && at <= last).map(({ name }) => name);
    expect(benignHits(built, "ipv4", `192.0.${at >> 8}.${at & 255}`).sort()).toEqual(expected.sort());
  }
});

test.each(["a.".repeat(100_000), `http://${"a.".repeat(100_000)}`, "@".repeat(200_000), ":".repeat(200_000)])(
  "200 kB of a hostile value are judged in time",
  (value) => {
    const spent = processorClock();
    for (const type of ["domain", "url", "email", "ipv6", "file_path"] as const) hits(type, value);
    expect(spent()).toBeLessThan(2_000);
  },
);
