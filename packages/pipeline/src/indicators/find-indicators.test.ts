import { processorClock } from "@cti/testing/processor-clock";
import { expect, test } from "vitest";

import type { Mention } from "../entities/mention.ts";
import type { TextBlock } from "../html/blocks.ts";
import { findIndicators } from "./find-indicators.ts";

const NOTHING_KNOWN = { ownHosts: new Set<string>(), benign: null };

function find(text: string, blocks: TextBlock[] = []): Mention[] {
  return findIndicators(text, blocks, NOTHING_KNOWN);
}

function first(text: string, blocks: TextBlock[] = []): Mention {
  const [mention] = find(text, blocks);
  if (mention === undefined) throw new Error(`nothing found in ${text}`);
  return mention;
}

function rowsOf(
  lines: string[],
  columns: string[],
  heading: string | null,
): { text: string; blocks: TextBlock[] } {
  const blocks: TextBlock[] = [];
  let start = 0;
  for (const line of lines) {
    blocks.push({ kind: "table", start, end: start + line.length, columns, heading });
    start += line.length + 1;
  }
  return { text: lines.join("\n"), blocks };
}

test.each([
  ["The loader connects to 91[.]219[.]84[.]17", "c2"],
  ["C2 server: evil-site[.]com", "c2"],
  ["It beacons to evil-site[.]com", "c2"],
  ["evil-site[.]com (command and control)", "c2"],
  ["Data was exfiltrated to evil-site[.]com", "exfiltration"],
  ["Files are uploaded to hxxps://evil-site[.]com/u", "exfiltration"],
  ["The phishing page at evil-site[.]com", "phishing"],
  ["messages sent from a@evil-site[.]com", "phishing"],
  ["downloads the next stage from hxxp://evil-site[.]com/a.bin", "delivery"],
  ["The archive was hosted on evil-site[.]com", "delivery"],
  ["The name resolves to 91[.]219[.]84[.]17", "infrastructure"],
  ["attackers exploited CVE-2024-1234", "exploited"],
  ["CVE-2024-1234 is exploited in the wild", "exploited"],
  ["It drops payload.exe", "payload"],
  ["5ee97b933d794ad1fd14b7335c1464ef", "payload"],
  ["According to https://www.bleepingcomputer.com/news/x/", "reference"],
  ["evil-site[.]com", null],
])("the role in %j is %s", (text, role) => {
  expect(first(text).role).toBe(role);
});

test.each([
  ["evil-site[.]com", "indicator"],
  ["We like evil-site.com", "mentioned"],
  ["It connects to evil-site.com daily", "indicator"],
  ["see microsoft.com for more", "mentioned"],
  ["microsoft[.]com", "indicator"],
  ["https://github.com/a/b has the code", "mentioned"],
  ["downloads from https://github.com/a/b/raw/x.zip", "indicator"],
  ["Payload at https://cdn.discordapp.com/attachments/1/2/x.exe", "indicator"],
  ["10.0.0.5 is the host", "benign"],
  ["192.168.1.7", "benign"],
  ["198.51.100.7 in the manual", "benign"],
  ["127.0.0.1", "benign"],
  ["224.0.0.251", "benign"],
  ["255.255.255.0", "benign"],
  ["8.8.8.8", "benign"],
  ["fe80::1", "benign"],
  ["2001:db8::7", "benign"],
  ["http://10.0.0.5/a", "benign"],
  ["see www.example.com", "benign"],
  ["d41d8cd98f00b204e9800998ecf8427e", "benign"],
  ["uses cmd.exe and", "mentioned"],
  ["loads kernel32.dll", "mentioned"],
  ["It reads /etc/passwd", "mentioned"],
  ["CVE-2024-1234", "indicator"],
  ["AS399629", "mentioned"],
])("%j is %s", (text, status) => {
  expect(first(text).status).toBe(status);
});

test("hosts of the source are benign, with the reason", () => {
  const known = { ownHosts: new Set(["northlab.org"]), benign: null };
  const [mention] = findIndicators("more at blog.northlab.org", [], known);
  expect(mention).toMatchObject({ status: "benign", benign: "the source's own site" });
});

const listing =
  (isStrong: boolean): Parameters<typeof findIndicators>[2]["benign"] =>
  () => ({ list: "our list", isStrong });

test("lists of the caller make values benign and are named", () => {
  const [mention] = findIndicators("evil-site[.]com", [], { ownHosts: new Set(), benign: listing(true) });
  expect(mention).toMatchObject({ status: "benign", benign: "our list" });
  expect(mention?.reasons).toContain("our list");
});

test.each([
  ["185.10.20.30 answered", "benign"],
  ["beacons to 185[.]10[.]20[.]30", "indicator"],
  ["the top site pastebin[.]com", "benign"],
])("a list of what many use leaves %j %s", (text, status) => {
  const [mention] = findIndicators(text, [], { ownHosts: new Set(), benign: listing(false) });
  expect(mention).toMatchObject({ status, benign: "our list" });
});

test.each([
  ["c2 at evil.example", "benign"],
  ["c2 at evil[.]example", "indicator"],
  ["beacons to 203[.]0[.]113[.]7", "indicator"],
  ["the host 10[.]0[.]0[.]5", "benign"],
])("an address for examples is evidence where a report defangs it: %j is %s", (text, status) => {
  expect(first(text).status).toBe(status);
});

test("the column of a table gives role and evidence", () => {
  const { text, blocks } = rowsOf(
    ["evil-site.com | 2024-01-02", "bad-site.com | 2024-01-03"],
    ["C2 server", "Seen"],
    "Network",
  );
  const mentions = find(text, blocks);
  expect(
    mentions.map(({ value, role, status, under, place }) => [value, role, status, under, place]),
  ).toEqual([
    ["evil-site.com", "c2", "indicator", "C2 server", "table"],
    ["bad-site.com", "c2", "indicator", "C2 server", "table"],
  ]);
});

test("a table's header says which kind of 32 digits, and what a cell without marks is", () => {
  const digits = "5ee97b933d794ad1fd14b7335c1464ef";
  const line = `${digits} | ${digits} | ${digits} | xYz | March invoice.pdf`;
  const { text, blocks } = rowsOf([line], ["MD5", "Imphash", "JA3", "Mutex", "File name"], null);
  expect(find(text, blocks).map(({ type, value }) => `${type} ${value}`)).toEqual([
    `md5 ${digits}`,
    `imphash ${digits}`,
    `ja3 ${digits}`,
    "mutex xYz",
    "file_name March invoice.pdf",
  ]);
});

test("a cell that names a type speaks for the next one", () => {
  const { text, blocks } = rowsOf(
    ["Mutex | svcmon-x | single instance"],
    ["Type", "Value", "Note"],
    "Indicators",
  );
  expect(find(text, blocks).map(({ type, value }) => `${type} ${value}`)).toEqual(["mutex svcmon-x"]);
});

test("a heading gives its lists a role", () => {
  const text = "evil-site[.]com";
  const block: TextBlock = {
    kind: "list",
    start: 0,
    end: text.length,
    columns: null,
    heading: "Phishing domains",
  };
  expect(first(text, [block])).toMatchObject({
    role: "phishing",
    under: "Phishing domains",
    status: "indicator",
  });
});

test("a role found once holds where nothing else speaks", () => {
  const text = "The loader connects to evil-site[.]com daily.\n\nAppendix\n\nevil-site[.]com";
  expect(find(text).map(({ role }) => role)).toEqual(["c2", "c2"]);
});

test("mentions stand in order, apart, and slice to what they matched", () => {
  const text = [
    "hxxps://evil[.]example-site(.)com/a[.]php?x=1 and 1[.]2 and a [at] evil-site [dot] com,",
    "C:\\Program Files\\X Y\\z.exe; HKLM\\Software\\Microsoft\\Windows NT\\x; “Mutex: a_1”; evil\u200b.com; 91[.219[.84[.17:80",
    "meow://a[.]com[/]b 漢字 evil。com 🧵 \\\\.\\pipe\\x1 CVE–2024–12345",
  ].join("\n");
  const mentions = find(text);
  expect(mentions.length).toBeGreaterThan(9);
  let end = 0;
  for (const mention of mentions) {
    expect(text.slice(mention.start, mention.end)).toBe(mention.matched);
    expect(mention.start).toBeGreaterThanOrEqual(end);
    expect(mention.confidence).toBeGreaterThan(0);
    expect(mention.confidence).toBeLessThanOrEqual(1);
    end = mention.end;
  }
});

test("finding again in what was found gives the same values", () => {
  const text =
    "hxxp://evil-site[.]com/a 91[.]219[.]84[.]17 a[@]evil-site[.]com evil-site[.]com CVE-2024-1234 C:\\x\\y.exe";
  const values = find(text).map(({ value }) => value);
  expect(find(values.join("\n")).map(({ value }) => value)).toEqual(values);
});

const SIZE = 200_000;
const HOSTILE = [
  "a.",
  "a.a.a.",
  "a[.]",
  "[.]",
  "[.",
  ".]",
  "hxxp://",
  "http://",
  "http[:]//",
  "http://a.b/",
  "@",
  "a@",
  "\\",
  "\\.",
  "a\\.",
  "\\\\",
  "1.1.1.",
  "1.2.3.4/",
  "::",
  "abcd:",
  "[",
  "(",
  "<",
  " dot ",
  "a dot ",
  "C:\\",
  "C:\\a b\\",
  '"C:\\a b ',
  "C:\\<",
  "HKLM\\",
  '"HKLM\\a ',
  "0x",
  "0123456789abcdef",
  "d41d8cd98f00b204e9800998ecf8427f ",
  "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb ",
  "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33",
  "rule ",
  "rule a : ",
  "/a",
  "/tmp/",
  "~/",
  'mutex "',
  "mutex ",
  '"a" mutex ',
  "named pipe ",
  "user agent ",
  "Mozilla/5.0 (",
  "CVE-",
  "CVE-2024-1234",
  "AS1234 ",
  "t.me/",
  "3:abc:",
  "title:",
  " | ",
  "\n",
  "%a%\\",
  "\u200b",
  "a。",
  "evil.com\n",
];

test.each(HOSTILE)("200 kB of %j take no more than linear time", (unit) => {
  const text = unit.repeat(Math.ceil(SIZE / unit.length)).slice(0, SIZE);
  const spent = processorClock();
  find(text);
  find(text, [{ kind: "table", start: 0, end: SIZE, columns: ["Mutex", "C2"], heading: "IOCs" }]);
  expect(spent()).toBeLessThan(3000);
});
