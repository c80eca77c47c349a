import { expect, test } from "vitest";

import { isRoundupTitle } from "./roundup-title.ts";

test("titles of collections are known", () => {
  for (const title of [
    "The week in review: VPN holes, a fake interview and a very expensive CAPTCHA",
    "Monthly bulletin: the situation in brief",
    "Weekly Threat Intelligence Report – 12 October",
    "Threat Roundup for November 7 to November 14",
    "Week in security (November 10 – November 16)",
    "Security Affairs newsletter Round 547",
    "This Week in Malware",
    "In Other News: three bugs and a heist",
    "Bulletin d'actualité CERTFR-2026-ACT-012",
    "Wochenrückblick KW 47",
    "Resumen semanal de ciberseguridad",
  ])
    expect(isRoundupTitle(title), title).toBe(true);
});

test("titles of single stories are not", () => {
  for (const title of [
    "Microsoft November 2026 Patch Tuesday fixes 89 flaws",
    "Android Security Bulletin—November 2026",
    "Acme confirms last month's breach",
    "Weekly backups deleted by attackers at hospital",
    "Hackers were inside the network for a week",
    "Critical security updates for Quayline Mail 12",
    "Daily mail server attack hits agency",
  ])
    expect(isRoundupTitle(title), title).toBe(false);
});
