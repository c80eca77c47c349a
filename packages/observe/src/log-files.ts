import path from "node:path";

import { type DayFile, openDayFile } from "./day-file.ts";
import { dayOf, tidyLogFiles } from "./tidy-log-files.ts";

/** A destination of pino's; a line is in the file when `write` returns, so that a sudden end loses none. */
export type LogFiles = {
  write(line: string): void;
  /** Waits for files that are being compressed. */
  close(): Promise<void>;
};

export type LogFileOptions = {
  /** Is made when it is not there. */
  dir: string;
  /** First part of the files' names, NAME_YYYYMMDD.log by UTC days. */
  name: string;
  /** Days after which a file is deleted; from two days on it is gzipped. */
  keepDays: number;
  now: () => Date;
  /** Takes one line when the file cannot be written and one when it can again; stderr unless given. */
  notice?: (line: string) => void;
};

/** Time between two looks whether the file is still in its place, and between two tries while it cannot be written. */
const lookEveryMs = 2_000;

/**
 * Log lines in a file per day, which the program itself opens, compresses and deletes. It stands beside stderr and
 * never instead of it: while the disk is full or the folder is gone, lines are left out and the process goes on.
 */
export function openLogFiles(options: LogFileOptions): LogFiles {
  const { dir, name, now } = options;
  const tell = announcer(options);
  let file: DayFile | null = null;
  let lastDay = "";
  let lookedAt = 0;
  let lost = 0;
  let isFailing = false;
  let tidying = Promise.resolve();

  const isLookDue = (at: Date): boolean => {
    // Whichever way the clock was set, the next look comes.
    const isDue = Math.abs(at.getTime() - lookedAt) >= lookEveryMs;
    if (isDue) lookedAt = at.getTime();
    return isDue;
  };

  const openFor = (day: string): DayFile => {
    file?.close();
    file = null;
    file = openDayFile(path.join(dir, `${name}_${day}.log`), day);
    if (day !== lastDay)
      tidying = tidying
        .then(() => tidyLogFiles(options))
        .catch((error: unknown) => tell("warn", `Old log files could not be tidied up: ${reasonOf(error)}.`));
    lastDay = day;
    return file;
  };

  const fileOf = (at: Date): DayFile | null => {
    const day = dayOf(at);
    const isDue = isLookDue(at);
    if (file?.day === day && (!isDue || file.isInPlace())) return file;
    return isFailing && !isDue ? null : openFor(day);
  };

  const fail = (error: unknown): void => {
    file?.close();
    file = null;
    if (isFailing) return;
    isFailing = true;
    tell("error", `The log file in ${dir} cannot be written: ${reasonOf(error)}. Lines are left out of it.`);
  };

  const recover = (current: DayFile): void => {
    if (!isFailing) return;
    if (lost > 0) current.write(`${lineOf(now(), "warn", `${lost} log lines are missing here.`)}\n`);
    tell("info", `The log file in ${dir} can be written again; ${lost} lines are missing in it.`);
    isFailing = false;
    lost = 0;
  };

  try {
    lookedAt = now().getTime();
    openFor(dayOf(now()));
  } catch (error) {
    fail(error);
  }
  return {
    write: (line) => {
      try {
        const current = fileOf(now());
        if (current) recover(current);
        if (current) current.write(line);
        else lost += 1;
      } catch (error) {
        lost += 1;
        fail(error);
      }
    },
    close: async () => {
      file?.close();
      file = null;
      await tidying;
    },
  };
}

function announcer({ now, notice }: LogFileOptions): (level: string, message: string) => void {
  return (level, message) => {
    const line = lineOf(now(), level, message);
    if (notice) notice(line);
    else process.stderr.write(`${line}\n`);
  };
}

/** A line as the logger writes it: the logger itself cannot be asked from inside its own destination. */
function lineOf(at: Date, level: string, msg: string): string {
  return JSON.stringify({ level, time: at.toISOString(), name: "log", msg });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
