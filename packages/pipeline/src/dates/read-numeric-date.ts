import { type DateParts, midnight } from "./instant-of.ts";
import { readTime } from "./read-time.ts";

/**
 * Reads a date written in digits alone: ISO 8601 in its extended, basic, week and ordinal forms, W3CDTF with the
 * day or month left out, Chinese, Japanese and Korean dates, and day/month/year where only one reading exists.
 */
export function readNumericDate(text: string): DateParts | null {
  const joined = text
    .replace(/^(\d{1,4})\. (\d{1,2})\. (\d{1,4})/, "$1.$2.$3")
    .replace(/^(\d{4}\.\d+\.\d+)\./, "$1");
  for (const read of [readIso, readBasic, readWeek, readOrdinal, readEastAsian, readSlashed]) {
    const found = read(joined);
    if (found) return found;
  }
  return null;
}

type Calendar = { year: number; month: number; day: number };

function withTime(calendar: Calendar, rest: string): DateParts | null {
  const time = rest.replace(/^[t, ]+/, "").trim();
  if (time === "" || time === "z") return { ...calendar, ...midnight };
  const read = readTime(time);
  return read && { ...calendar, ...read };
}

function readIso(text: string): DateParts | null {
  const match = /^(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?((?:[t, ]|z$).*)?$/.exec(text);
  if (!match) return null;
  const [, year, , month, day, rest = ""] = match;
  const isWhole = day !== undefined;
  if (!isWhole && rest !== "") return null;
  const time = rest
    .replace(/^(t ?\d{2})(z|[+-]\d{2}:?\d{2})?$/, "$1:00$2")
    .replace(/^(t\d{2})(\d{2})(\d{2})?/, basicTime);
  return withTime({ year: Number(year), month: Number(month ?? 1), day: Number(day ?? 1) }, time);
}

function readBasic(text: string): DateParts | null {
  const match = /^(\d{4})(\d{2})(\d{2})(t\d{2}.*|\d{6})?$/.exec(text);
  if (!match) return null;
  const [, year, month, day, time = ""] = match;
  const extended = time.replace(/^t?(\d{2})(\d{2})?(\d{2})?/, basicTime);
  return withTime({ year: Number(year), month: Number(month), day: Number(day) }, extended);
}

function basicTime(_match: string, hour: string, minute = "00", second = "00"): string {
  return `${hour.startsWith("t") ? hour : `t${hour}`}:${minute}:${second}`;
}

function readWeek(text: string): DateParts | null {
  const match = /^(\d{4})-?w(\d{2})(?:-?([1-7]))?(t.*)?$/.exec(text);
  if (!match) return null;
  const [, year, week, weekday = "1", rest = ""] = match;
  if (Number(week) < 1 || Number(week) > 53) return null;
  // Week 1 is the one with 4 January in it (ISO 8601).
  const fourth = new Date(Date.UTC(Number(year), 0, 4));
  const weekdayOfFourth = fourth.getUTCDay() || 7;
  return withTime(
    dayOfYear(Number(year), 4 - weekdayOfFourth + (Number(week) - 1) * 7 + Number(weekday)),
    rest,
  );
}

function readOrdinal(text: string): DateParts | null {
  const match = /^(\d{4})-(\d{3})(t.*)?$/.exec(text);
  if (!match) return null;
  const day = Number(match[2]);
  return day < 1 || day > 366 ? null : withTime(dayOfYear(Number(match[1]), day), match[3] ?? "");
}

function dayOfYear(year: number, day: number): Calendar {
  const date = new Date(Date.UTC(year, 0, day));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function readEastAsian(text: string): DateParts | null {
  const match = /^(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日号號일](.*)$/.exec(text);
  if (!match) return null;
  const [, year, month, day, rest = ""] = match;
  const isAfternoon = /午後|下午|오후/.test(rest);
  const time = rest
    .replace(/(?:星期|周|週)[一二三四五六日天]|[月火水木金土日월화수목금토일](?:曜日|요일)/g, "")
    .replace(/午前|上午|오전|午後|下午|오후/g, "")
    .replace(/(\d{1,2}) ?[時时点點시] ?/, (_match, hour: string) => `${hour.padStart(2, "0")}:`)
    .replace(/(\d{1,2}) ?[分분] ?/, (_match, minute: string) => `${minute.padStart(2, "0")}:`)
    .replace(/(\d{1,2}) ?[秒초]/, (_match, second: string) => second.padStart(2, "0"))
    .trim()
    .replace(/^(\d{2}):$/, "$1:00")
    .replace(/^(\d{2}:\d{2}):$/, "$1");
  return withTime(
    { year: Number(year), month: Number(month), day: Number(day) },
    isAfternoon ? `${time} pm` : time,
  );
}

function readSlashed(text: string): DateParts | null {
  const match = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2}(?=\D|$))\.?([ ,t].*)?$/.exec(text);
  if (!match) return null;
  const [first, second, year] = [Number(match[1]), Number(match[3]), Number(match[4])];
  const isShortYear = match[4]?.length === 2;
  const isMonthFirst = second > 12;
  // "20/11/26" may begin with the year; "11/20/26" can only be November.
  const isCertain = isShortYear ? isMonthFirst : isMonthFirst || first > 12 || first === second;
  if (!isCertain) return null;
  const [day, month] = isMonthFirst ? [second, first] : [first, second];
  return withTime({ year: isShortYear ? 2000 + year : year, month, day }, match[5] ?? "");
}
