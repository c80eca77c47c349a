import { processorClock } from "@cti/testing/processor-clock";
import { expect, test } from "vitest";

import type { EntityType } from "../entities/entity-types.ts";
import type { Mention } from "../entities/mention.ts";
import { countWords } from "../words.ts";
import { scoreWorth, type Worth, type WorthInput } from "./score-worth.ts";

function mentionOf(type: EntityType, value: string, changes: Partial<Mention> = {}): Mention {
  return {
    type,
    value,
    start: 0,
    end: value.length,
    matched: value,
    place: "prose",
    under: null,
    role: null,
    confidence: 1,
    reasons: [],
    status: "indicator",
    benign: null,
    details: null,
    ...changes,
  };
}

function worthOf(text: string, changes: Partial<WorthInput> = {}): Worth {
  return scoreWorth({
    title: "A report",
    text,
    wordCount: countWords(text),
    language: "en",
    mentions: [],
    hasAuthor: true,
    hasDate: true,
    textSource: "page",
    ...changes,
  });
}

const intrusion = `The threat actor ran schtasks.exe /create to start rundll32 with a DLL in C:\\ProgramData and dumped LSASS memory
with comsvcs.dll MiniDump. Process creation events (Event ID 4688, Sysmon Event ID 1) show powershell.exe -enc with a
parent process of winword.exe. Lateral movement used PsExec and WinRM; the beacon called its C2 server each 60 seconds.
Hunt for HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run values. A Sigma rule and a YARA rule follow.
DeviceProcessEvents | where ProcessCommandLine has "comsvcs"`;

test("a report full of traces scores high, each class with its terms as reason", () => {
  const mentions = [
    mentionOf("sha256", "a".repeat(64)),
    mentionOf("domain", "evil.example", { matched: "evil[.]example" }),
    mentionOf("technique", "T1003.001", { status: "named" }),
    mentionOf("malware", "Cobalt Strike", { status: "named" }),
  ];
  const { hunt, huntParts } = worthOf(intrusion, { mentions });
  expect(hunt).toBeGreaterThan(60);
  const names = huntParts.map(({ name }) => name);
  for (const name of [
    "commands",
    "logs",
    "credentials",
    "registry",
    "detection",
    "indicators",
    "techniques",
  ]) {
    expect(names).toContain(name);
  }
  const logs = huntParts.find(({ name }) => name === "logs");
  expect(logs?.reason).toMatch(/^log sources and event ids: \d+ terms \(windows\): /);
});

test("the parts add up to the score", () => {
  for (const text of [intrusion, "Bread is baked.", "", `${intrusion}\n`.repeat(30)]) {
    const { hunt, huntParts, quality, qualityParts } = worthOf(text);
    for (const [score, parts] of [[hunt, huntParts] as const, [quality, qualityParts] as const]) {
      const sum = parts.reduce((points, part) => points + part.points, 0);
      expect(score).toBe(Math.min(100, Math.max(0, Math.round(sum * 10) / 10)));
    }
  }
});

test("terms are whole words in any case, accents and an .exe do not matter", () => {
  const found = (text: string): string =>
    worthOf(text)
      .huntParts.map(({ reason }) => reason)
      .join("\n");
  expect(found("RUNDLL32.EXE")).toContain("rundll32");
  expect(found("reg.exe add HKLM")).toContain("reg add");
  expect(found("Déplacement latéral")).toContain("deplacement lateral");
  expect(found("使用rundll32执行")).toContain("rundll32");
  expect(found("rundll32x myrundll32 sources")).toBe("");
});

test("more of the same class adds less and less", () => {
  const points = (text: string): number =>
    worthOf(`attackers attackers ${text}`).huntParts.find(({ name }) => name === "lolbins")?.points ?? 0;
  const [one, two, four] = [
    points("mshta"),
    points("mshta certutil"),
    points("mshta certutil regsvr32 bitsadmin"),
  ];
  expect(two).toBeGreaterThan(one);
  expect(two - one).toBeLessThan(one);
  expect(four - two).toBeLessThan(2 * (two - one));
});

test("a manual with technical words but no attack scores low", () => {
  const manual =
    "Use systemctl enable, crontab -e and journalctl. Logs are in /var/log/auth.log. Edit /etc/sudoers with visudo.";
  expect(worthOf(manual).hunt).toBeLessThan(10);
});

test("marketing lowers the score of a text that has little else, and hardly that of a report", () => {
  const selling =
    "Our platform stops threat actors and ransomware. Request a demo. Register for the webinar. Download the report.";
  const lost = (text: string): number =>
    -(worthOf(text).huntParts.find(({ name }) => name === "marketing")?.points ?? 0);
  expect(worthOf(selling).hunt).toBeLessThan(5);
  expect(lost(`${intrusion} Request a demo.`)).toBeLessThan(lost("Threat actors. Request a demo."));
});

test("a text in another language is not punished for it", () => {
  const french = intrusion
    .replace("The threat actor ran", "L'attaquant a lancé")
    .replace("Process creation events", "Les événements")
    .replace("Lateral movement used", "Le déplacement latéral passait par");
  expect(worthOf(french, { language: "fr" }).hunt).toBeGreaterThan(worthOf(intrusion).hunt - 8);
});

test("benign indicators are no evidence", () => {
  const benign = [mentionOf("ipv4", "8.8.8.8", { status: "benign", benign: "resolvers" })];
  expect(worthOf("Text", { mentions: benign })).toEqual(worthOf("Text"));
});

test("quality rises with text, structure, evidence, author and date", () => {
  const text = "Each sentence of this text says another thing about the case.\n".repeat(1);
  const plain = worthOf(text, { hasAuthor: false, hasDate: false }).quality;
  expect(worthOf(text).quality).toBe(plain + 10);
  const blocks = [{ kind: "heading" as const, start: 0, end: 4, columns: null, heading: null }];
  expect(worthOf(text, { blocks }).quality).toBeGreaterThan(worthOf(text).quality);
  expect(worthOf(text, { mentions: [mentionOf("cve", "CVE-2026-1")] }).quality).toBeGreaterThan(
    worthOf(text).quality,
  );
  expect(worthOf(text, { textSource: "none" }).quality).toBeLessThan(worthOf(text).quality);
});

test("repetition, lists of links and long quotes lower quality", () => {
  const names = (text: string, html?: string): string[] =>
    worthOf(text, html === undefined ? {} : { html })
      .qualityParts.filter(({ points }) => points < 0)
      .map(({ name }) => name);
  expect(names("This line is long enough to be counted as a line.\n".repeat(20))).toEqual(["repetition"]);
  expect(names("one two three", '<p><a href="#">one</a></p>'.repeat(10))).toEqual(["links"]);
  expect(names("one two three", `<blockquote>${"one two three ".repeat(20)}</blockquote>`)).toEqual([
    "quotes",
  ]);
});

test("hostile texts take linear time", () => {
  const spent = processorClock();
  for (const piece of [
    "exe ",
    "<",
    "<blockquote>",
    "cmd c ",
    "event id ",
    "\n",
    "a",
    "\u0301",
    "漢",
    "10 ",
  ]) {
    const text = piece.repeat(200_000 / piece.length);
    worthOf(text, { html: text, title: text });
  }
  expect(spent()).toBeLessThan(5_000);
});
