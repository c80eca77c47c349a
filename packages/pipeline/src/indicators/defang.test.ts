import { expect, test } from "vitest";

import type { IndicatorType } from "../entities/entity-types.ts";
import { defang } from "./defang.ts";
import { refang } from "./refang.ts";

test.each<[IndicatorType, string, string]>([
  ["url", "http://evil-site.com/a.php", "hxxp://evil-site[.]com/a.php"],
  ["url", "https://u:p@1.2.3.4:8080/a?b=c", "hxxps://u:p@1[.]2[.]3[.]4:8080/a?b=c"],
  ["url", "ftp://evil-site.com", "fxp://evil-site[.]com"],
  ["url", "tcp://evil-site.com:443", "tcp[:]//evil-site[.]com:443"],
  ["url", "evil-site.com/a.php", "evil-site[.]com/a.php"],
  ["domain", "a.evil-site.com", "a[.]evil-site[.]com"],
  ["email", "a.b@evil-site.com", "a.b[@]evil-site[.]com"],
  ["ipv4", "1.2.3.0/24", "1[.]2[.]3[.]0/24"],
  ["ipv6", "2a02:4780::1", "2a02[:]4780[:][:]1"],
  ["file_path", "C:\\a\\.b\\c.exe", "C:\\a\\.b\\c.exe"],
])("%s %s is shown as %s and comes back", (type, value, shown) => {
  expect(defang(type, value)).toBe(shown);
  expect(refang(shown)).toBe(value);
});

test("refang undoes defang for generated indicators", () => {
  let seed = 7;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789-";
  const word = (least: number): string =>
    Array.from({ length: least + next(9) }, () => letters.charAt(next(36))).join("");
  const host = (): string => `${word(1)}.${word(2)}.${["com", "ru", "co.uk", "top", "example"][next(5)]}`;
  const address = (): string => `${next(256)}.${next(256)}.${next(256)}.${next(256)}`;
  const scheme = (): string =>
    ["http", "https", "ftp", "ftps", "sftp", "ws", "wss", "tcp", "ldap", "stratum+tcp"][next(10)] as string;
  for (let round = 0; round < 3000; round++) {
    const cases: [IndicatorType, string][] = [
      ["domain", host()],
      ["ipv4", address()],
      ["ipv6", `2a02:${next(65_535).toString(16)}::${next(65_535).toString(16)}:${next(9)}`],
      ["email", `${word(1)}.${word(1)}@${host()}`],
      [
        "url",
        `${scheme()}://${next(2) === 0 ? host() : address()}${next(2) === 0 ? "" : `:${1 + next(60_000)}`}/${word(1)}.${word(1)}?${word(1)}=${word(1)}`,
      ],
      ["url", `${scheme()}://[2a02::${next(9)}]:80/${word(1)}`],
    ];
    for (const [type, value] of cases) expect(refang(defang(type, value))).toBe(value);
  }
});

test.each([
  [" hxxps://evil-site[.]com/a ", "https://evil-site.com/a"],
  ["evil-site dot com", "evil-site.com"],
  ["a(at)evil-site(dot)com", "a@evil-site.com"],
  ["1[.]2[.]3[.]4", "1.2.3.4"],
  ["C:\\Users\\x\\.ssh\\id", "C:\\Users\\x\\.ssh\\id"],
  ["plain words", "plain words"],
])("%j pasted means %j", (pasted, value) => {
  expect(refang(pasted)).toBe(value);
});
