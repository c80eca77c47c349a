import { expect, test } from "vitest";

import { describeSchedule } from "./describe-schedule.ts";
import { readSchedule, type ScheduleRules, type ScheduleWish } from "./read-schedule.ts";

const hourly: ScheduleRules = {
  intervalSeconds: 3_600,
  cron: null,
  timeZone: "UTC",
  jitterSeconds: 0,
  overlap: "skip",
};
const read = (wish: ScheduleWish): ScheduleRules => readSchedule(wish, hourly);

test("an interval takes the place of a cron line and the other way round", () => {
  const daily = read({ cron: " 0  6 * * * ", timeZone: "Europe/Berlin" });
  expect(daily).toEqual({ ...hourly, intervalSeconds: null, cron: "0 6 * * *", timeZone: "Europe/Berlin" });
  expect(readSchedule({ every: "45 min" }, daily)).toEqual({
    ...hourly,
    intervalSeconds: 2_700,
    timeZone: "Europe/Berlin",
  });
});

test("what is left out stays", () => {
  expect(read({})).toEqual(hourly);
  expect(read({ jitter: "5m" })).toEqual({ ...hourly, jitterSeconds: 300 });
  expect(read({ overlap: "queue" })).toEqual({ ...hourly, overlap: "queue" });
});

test.each<[ScheduleWish, string]>([
  [{ every: "soon" }, '"soon" is no interval: write a number and s, m, h or d, such as 30m'],
  [{ every: "60" }, '"60" is no interval'],
  [{ every: "5s" }, "between 10s and 366d"],
  [{ every: "400d" }, "between 10s and 366d"],
  [{ every: "1h", cron: "0 6 * * *" }, "an interval or a cron line, not both"],
  [{ cron: "61 6 * * *" }, '"61 6 * * *" is no cron line: write minute, hour'],
  [{ cron: "0 0 6 * * *" }, "is no cron line"],
  [{ cron: "" }, "is no cron line"],
  [{ cron: "0 0 30 2 *" }, '"0 0 30 2 *" never comes'],
  [{ timeZone: "Berlin" }, '"Berlin" is no time zone: write UTC or a name such as Europe/Berlin'],
  [{ jitter: "-5" }, '"-5" is no jitter'],
  [{ jitter: "2h" }, "A jitter of 7200 s is not less than the interval of 3600 s"],
  [{ overlap: "twice" }, '"twice" is no rule for overlaps: write skip or queue'],
])("%o is refused with what to write instead", (wish, message) => {
  expect(() => read(wish)).toThrow(message);
});

test("schedules are described for people", () => {
  expect(describeSchedule(hourly)).toBe("every 60 min");
  expect(describeSchedule(read({ every: "90s" }))).toBe("every 90 s");
  expect(describeSchedule(read({ every: "6h", jitter: "5m" }))).toBe("every 6 h, up to 5 min later");
  expect(describeSchedule(read({ every: "2d" }))).toBe("every 2 d");
  expect(describeSchedule(read({ cron: "0 6 * * *", timeZone: "Europe/Berlin" }))).toBe(
    "0 6 * * * Europe/Berlin",
  );
  expect(describeSchedule({ ...hourly, intervalSeconds: null })).toBe("never");
});
