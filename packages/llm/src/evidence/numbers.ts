import { monthOf } from "@cti/pipeline/dates/month-names";

/** A number with what it counts, where that is a unit; dates are no numbers. */
export type Quantity = {
  /** More than one where it can be read in two ways. */ values: number[];
  unit: string | null;
  written: string;
};
/** What a date says; null for what it leaves open. `written` is how. */
export type DayParts = { year: number | null; month: number | null; day: number | null; written: string };

/** `at` is where in the text the figure begins. */
export type Figures = { quantities: (Quantity & { at: number })[]; days: (DayParts & { at: number })[] };

/** All numbers and dates that a text says, in digits or English words. `1.000`, `1,000` and `1 000` are the same. */
export function readFigures(text: string): Figures {
  const days: Figures["days"] = [];
  let rest = text;
  for (const { pattern, read } of DATES)
    rest = rest.replaceAll(pattern, (...found) => {
      const [written] = found as [string];
      const groups = found.at(-1) as Record<string, string | undefined>;
      const at = found.at(-3) as number;
      const readings = read(groups).filter(isPossible);
      if (readings.length === 0) return written;
      days.push(
        ...readings.map((parts) => ({ ...parts, written: written.trim(), at: at + written.search(/\S/) })),
      );
      return " ".repeat(written.length);
    });
  return { quantities: [...inDigits(rest), ...inWords(rest)], days };
}

/** Whether one of the quantities is the same: the number, and the unit where both have one. 300 seconds are 5 minutes. */
export function hasQuantity(known: readonly Quantity[], { values, unit }: Quantity): boolean {
  return known.some((each) => {
    const [mine, theirs] = [SECONDS.get(unit ?? ""), SECONDS.get(each.unit ?? "")];
    if (mine !== undefined && theirs !== undefined)
      return values.some((value) => each.values.some((other) => value * mine === other * theirs));
    return (
      values.some((value) => each.values.includes(value)) &&
      (unit === null || each.unit === null || each.unit === unit)
    );
  });
}

/** Months and years have no length of their own. */
const SECONDS: ReadonlyMap<string, number> = new Map([
  ["second", 1],
  ["minute", 60],
  ["hour", 3_600],
  ["day", 86_400],
  ["week", 604_800],
]);

/** Whether one of the dates says all that a date says; a year may come from when the article was published. */
export function hasDay(known: readonly DayParts[], day: DayParts, publishedIn: number | null): boolean {
  return known.some(
    (each) =>
      (day.year === null || each.year === day.year || (each.year === null && day.year === publishedIn)) &&
      (day.month === null || each.month === day.month) &&
      (day.day === null || each.day === day.day),
  );
}

type Reading = Omit<DayParts, "written">;

const MONTH = String.raw`(?<month>\p{L}{3,12})\.?`;
const DAY = String.raw`(?<day>[0-3]?\d)(?:st|nd|rd|th|er|º|°|\.)?`;
const YEAR = String.raw`(?<year>(?:19|20)\d\d)`;
const NOT_IN_WORD = String.raw`(?<![\p{L}\p{N}.:/\\_-])`;
const ENDS = String.raw`(?![\p{L}\p{N}/_-]|[.,:]\d)`;

const DATES: { pattern: RegExp; read: (groups: Record<string, string | undefined>) => Reading[] }[] = [
  {
    pattern: new RegExp(
      `${NOT_IN_WORD}${YEAR}[-/.](?<month>[01]?\\d)[-/.](?<day>[0-3]?\\d)(?:T[\\d:.]+Z?)?${ENDS}`,
      "gu",
    ),
    read: ({ year, month, day }) => [parts(year, Number(month), day)],
  },
  {
    pattern: new RegExp(
      `${NOT_IN_WORD}(?<day>[0-3]?\\d)[-/.] ?(?<month>[01]?\\d)[-/.] ?${YEAR}${ENDS}`,
      "gu",
    ),
    read: ({ year, month, day }) => [parts(year, Number(month), day), parts(year, Number(day), month)],
  },
  {
    pattern: /(?<year>(?:19|20)\d\d)年(?<month>[01]?\d)月(?:(?<day>[0-3]?\d)日)?/gu,
    read: ({ year, month, day }) => [parts(year, Number(month), day)],
  },
  {
    pattern: new RegExp(
      `${NOT_IN_WORD}${DAY}[ \\u00a0-](?:of |de )?${MONTH}(?:,? (?:de )?|-)${YEAR}${ENDS}`,
      "gu",
    ),
    read: ({ year, month, day }) => [parts(year, monthIn(month), day)],
  },
  {
    pattern: new RegExp(`${NOT_IN_WORD}${MONTH}[ \\u00a0]${DAY},? ${YEAR}${ENDS}`, "gu"),
    read: ({ year, month, day }) => [parts(year, monthIn(month), day)],
  },
  {
    pattern: new RegExp(`${NOT_IN_WORD}${DAY}[ \\u00a0-](?:of |de )?${MONTH}${ENDS}`, "gu"),
    read: ({ month, day }) => [parts(undefined, monthIn(month), day)],
  },
  {
    pattern: new RegExp(`${NOT_IN_WORD}${MONTH}[ \\u00a0]${DAY}${ENDS}`, "gu"),
    read: ({ month, day }) => [parts(undefined, monthIn(month), day)],
  },
  {
    pattern: new RegExp(`${NOT_IN_WORD}${MONTH},? (?:of |de )?${YEAR}${ENDS}`, "gu"),
    read: ({ year, month }) => [parts(year, monthIn(month), undefined)],
  },
  {
    pattern: new RegExp(
      `(?<=[Ii]n |[Ss]ince |early |late |mid-|of |[Bb]y |until |im |en )(?<month>\\p{Lu}\\p{L}{2,11})${ENDS}`,
      "gu",
    ),
    read: ({ month }) => [parts(undefined, monthIn(month), undefined)],
  },
];

function parts(year: string | undefined, month: number | null, day: string | undefined): Reading {
  return {
    year: year === undefined ? null : Number(year),
    month: month ?? NaN,
    day: day === undefined ? null : Number(day),
  };
}

function isPossible({ month, day }: Reading): boolean {
  return month !== null && month >= 1 && month <= 12 && (day === null || (day >= 1 && day <= 31));
}

/** Capitals in English, German and for beginnings of names: `may` and `mar` are words too. */
function monthIn(word = ""): number | null {
  const isName = word.length > 3 || /^\p{Lu}/u.test(word);
  return isName ? monthOf(word) : null;
}

function* inDigits(text: string): Generator<Quantity & { at: number }> {
  for (const { 0: found, groups = {}, index } of text.matchAll(NUMBER)) {
    const written = groups["number"] ?? "";
    const after = text.slice(index + found.length, index + found.length + 24).toLowerCase();
    const { scale, unit } = readUnit(after);
    yield {
      values: valuesOf(written).map((value) => round(value * scale)),
      unit: groups["currency"] === undefined ? unit : (UNITS.get(groups["currency"]) ?? unit),
      written: found.trim(),
      at: index + found.search(/\S/),
    };
  }
}

const NUMBER =
  /(?<currency>[$€£])? ?(?<![\p{L}\p{N}_]|[\p{L}\p{N}][.:/\\@_]|\p{L}-)(?<number>\d{1,3}(?:(?:[ \u00a0\u202f'’]\d{3})+|(?:,\d{3})+|(?:\.\d{3})+)(?:[.,]\d{1,2})?(?!\d|\.\d)|\d+[.,]\d+(?!\d|\.\d)|\d+)(?=$|[^\p{N}])(?![._:/\\@][\p{L}\p{N}])/gu;

/** A separator before three digits parts thousands; a full stop there may also be a decimal one. */
function valuesOf(written: string): number[] {
  const plain = written.replaceAll(/[ \u00a0\u202f'’]/g, "");
  const values = new Set<number>();
  if (/^\d+$/.test(plain)) values.add(Number(plain));
  else if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(plain)) values.add(Number(plain.replaceAll(",", "")));
  else if (/^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(plain)) {
    values.add(Number(plain.replaceAll(".", "").replace(",", ".")));
    if (/^\d+\.\d+$/.test(plain)) values.add(Number(plain));
  } else values.add(Number(plain.replace(",", ".")));
  return [...values].filter((value) => Number.isFinite(value));
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

function readUnit(after: string): { scale: number; unit: string | null } {
  const [, scaled, rest = after] =
    /^[ \u00a0-]?(million|millionen|mio\.?|billion|milliarden|thousand|tausend|hundred|dozen|k|m|bn|b)\b(.*)/su.exec(
      after,
    ) ?? [];
  const scale = scaled === undefined ? 1 : (SCALES.get(scaled.replace(".", "")) ?? 1);
  const [, word = ""] = /^[ \u00a0-]?(?:us |u\.s\. )?(%|\$|€|per cent|\p{L}+)/u.exec(rest) ?? [];
  return { scale, unit: UNITS.get(word) ?? null };
}

const SCALES: ReadonlyMap<string, number> = new Map([
  ["million", 1e6],
  ["millionen", 1e6],
  ["mio", 1e6],
  ["m", 1e6],
  ["billion", 1e9],
  ["milliarden", 1e9],
  ["bn", 1e9],
  ["b", 1e9],
  ["thousand", 1e3],
  ["tausend", 1e3],
  ["k", 1e3],
  ["hundred", 100],
  ["dozen", 12],
]);

const UNITS: ReadonlyMap<string, string> = new Map(
  `%=% percent prozent pourcent pct|$=$ dollars dollar usd|€=€ euros euro eur|£=£ pounds pound gbp|gb=gb gigabytes gigabyte go|
  mb=mb megabytes megabyte mo|tb=tb terabytes terabyte to|kb=kb kilobytes|day=day days tage tagen tag jours jour|
  hour=hour hours stunden stunde heures heure|minute=minute minutes minuten|second=second seconds sekunden|
  week=week weeks wochen woche semaines|month=month months monate monaten mois|year=year years jahre jahren ans`
    .split("|")
    .flatMap((line) => {
      const [unit = "", words = ""] = line.trim().split("=");
      return words.split(" ").map((word) => [word, unit] as const);
    })
    .concat([
      ["per cent", "%"],
      ["bitcoin", "btc"],
      ["btc", "btc"],
    ]),
);

/** Numbers from two on: "one" is a pronoun as often. */
function* inWords(text: string): Generator<Quantity & { at: number }> {
  const words = [...text.matchAll(/\p{L}+/gu)];
  for (let at = 0; at < words.length; at++) {
    const start = words[at];
    if (start === undefined) continue;
    let value = 0;
    let end = at;
    for (; end < words.length; end++) {
      const next = WORDS.get(words[end]?.[0].toLowerCase() ?? "");
      const before = words[end - 1];
      const gap = before === undefined ? "" : text.slice(before.index + before[0].length, words[end]?.index);
      if (next === undefined || (end > at && !/^(?: |-|\u00a0)$/.test(gap))) break;
      if (end === at && next >= 100 && /\d[ \u00a0.,-]{0,2}$/.test(text.slice(0, start.index).slice(-4)))
        break;
      value = next >= 100 ? Math.max(1, value) * next : value + next;
    }
    if (end === at) continue;
    const last = words[end - 1] ?? start;
    const stop = last.index + last[0].length;
    at = end - 1;
    if (value < 2) continue;
    yield {
      values: [value],
      unit: readUnit(text.slice(stop, stop + 24).toLowerCase()).unit,
      written: text.slice(start.index, stop),
      at: start.index,
    };
  }
}

const WORDS: ReadonlyMap<string, number> = new Map([
  ..."zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    .split(" ")
    .map((word, value) => [word, value] as const),
  ..."zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
    .split(" ")
    .map((word, value) => [word, value + 2] as const),
  ..."deux trois quatre cinq six sept huit neuf dix onze douze"
    .split(" ")
    .map((word, value) => [word, value + 2] as const),
  ..."dos tres cuatro cinco seis siete ocho nueve diez"
    .split(" ")
    .map((word, value) => [word, value + 2] as const),
  ..."twenty thirty forty fifty sixty seventy eighty ninety"
    .split(" ")
    .map((word, value) => [word, value * 10 + 20] as const),
  ["twice", 2],
  ["double", 2],
  ["dozen", 12],
  ["hundred", 100],
  ["thousand", 1_000],
  ["million", 1_000_000],
  ["billion", 1_000_000_000],
]);
