import type { RankFlaw, RankInput } from "./rank-input.ts";
import type { RankSettings } from "./weights.ts";

export type Factor = { name: string; value: number; reason: string };

/** What makes a subject urgent by itself: exploited, listed, severe or likely flaws, and the words of an emergency. */
export function severityFactors({ flaws, title }: RankInput, { severity }: RankSettings): Factor[] {
  const isKev = flaws.filter((flaw) => flaw.isKev);
  const isExploited = flaws.filter((flaw) => flaw.isExploited && !flaw.isKev);
  const isUsed = flaws.filter((flaw) => flaw.isUsedByRansomware);
  const worst = most(flaws, ({ cvss }) => cvss);
  const likeliest = most(flaws, ({ epss }) => epss);
  const urgent = urgentWords.exec(title.slice(0, 500))?.[0];
  return [
    {
      name: "kev",
      value: isKev.length > 0 ? severity.kev : 1,
      reason: `${ids(isKev)} known to be exploited`,
    },
    {
      name: "exploited",
      value: isExploited.length > 0 && isKev.length === 0 ? severity.exploited : 1,
      reason: `${ids(isExploited)} reported as exploited`,
    },
    {
      name: "ransomware",
      value: isUsed.length > 0 ? severity.ransomware : 1,
      reason: `${ids(isUsed)} known to be used by ransomware`,
    },
    {
      name: "cvss",
      value: 1 + (severity.cvss - 1) * Math.min(1, Math.max(0, (worst.amount - 5) / 5)),
      reason: `${worst.id} has CVSS ${worst.amount}`,
    },
    {
      name: "epss",
      value: 1 + (severity.epss - 1) * Math.min(1, Math.max(0, likeliest.amount)),
      reason: `${likeliest.id} is exploited within 30 days with a probability of ${percent(likeliest.amount)} (EPSS)`,
    },
    {
      name: "zero_day",
      value: urgent === undefined ? 1 : severity.zeroDay,
      reason: `the title says "${urgent ?? ""}"`,
    },
  ];
}

/** In titles, in the languages that sources of this field are written in most. */
const urgentWords =
  /\b(?:zero[- ]?days?|0[- ]?days?|jours? z[ée]ro|d[ií]a cero|actively exploited|exploited in the wild|under (?:active )?(?:attack|exploitation)|active exploitation|mass exploitation|emergency (?:patch|directive|update)|out[- ]of[- ]band|exploitation active|activement exploitée?s?|aktiv ausgenutzt|explotad[ao]s? activamente)\b/iu;

function most(
  flaws: RankFlaw[],
  amountOf: (flaw: RankFlaw) => number | null,
): { id: string; amount: number } {
  const best = { id: "", amount: 0 };
  for (const flaw of flaws) {
    const amount = amountOf(flaw) ?? 0;
    if (amount > best.amount) Object.assign(best, { id: flaw.id, amount });
  }
  return best;
}

function ids(flaws: RankFlaw[]): string {
  const named = flaws.slice(0, 3).map(({ id }) => id);
  const more = flaws.length > named.length ? ` and ${flaws.length - named.length} more` : "";
  return `${named.join(", ")}${more} ${flaws.length === 1 ? "is" : "are"}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
