import { userInfo } from "node:os";

import { changeSchedule, resetSchedule, type ScheduleChange } from "@cti/domain/schedules/change-schedule";
import { findSchedule } from "@cti/domain/schedules/find-schedule";
import { type ListedSchedule, listSchedules } from "@cti/domain/schedules/list-schedules";
import { requestRun } from "@cti/domain/schedules/request-run";
import { seedSchedules } from "@cti/domain/schedules/seed-schedules";
import { scheduleSeeds } from "@cti/wiring/schedule-seeds";
import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import type { Context } from "../context.ts";
import { exitCodes, Exit } from "../exit.ts";
import { note, print, printJson, printRows, printText } from "../output.ts";
import { formatDuration, formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";

const columns: Column<ListedSchedule>[] = [
  { title: "schedule", value: (row) => row.name },
  { title: "runs", value: (row) => (row.enabled ? row.text : `disabled (${row.text})`) },
  { title: "next", value: (row) => (row.requestedAt ? "as soon as possible" : formatTime(row.nextRunAt)) },
  { title: "last", value: (row) => formatTime(row.lastRunAt) },
  {
    title: "took",
    value: (row) => (row.lastDurationMs === null ? "–" : formatDuration(row.lastDurationMs)),
    right: true,
  },
  { title: "ended", value: (row) => row.lastStatus?.replaceAll("_", " ") ?? "–" },
  { title: "fired", value: (row) => row.fired, right: true },
  { title: "skipped", value: (row) => row.skipped, right: true },
  { title: "changed", value: (row) => row.changed.join(", "), grows: true },
];

export function registerSchedules(program: Command, run: Run): void {
  const schedules = program.command("schedules").description("what runs by itself, when, and how it went");

  schedules
    .command("list")
    .description("every schedule with its next and its last run; `changed` is what differs from config.yaml")
    .option("--json", "print one object with the schedules and the scheduler that is alive")
    .action((options: { json?: true }) =>
      run(async (context) => {
        const { db } = await openSeeded(context);
        const list = await listSchedules(db, new Date());
        if (options.json) return printJson(list);
        printRows(list.schedules, columns, { empty: "There is no schedule." });
        if (list.scheduler === null) noteNoScheduler(context);
      }),
    );

  schedules
    .command("show <name>")
    .description("one schedule with its last error")
    .option("--json", "print one object")
    .action((name: string, options: { json?: true }) =>
      run(async (context) => {
        const { db } = await openSeeded(context);
        const { id } = await findSchedule(db, name);
        const shown = (await listSchedules(db, new Date())).schedules.filter((row) => row.id === id);
        if (options.json) return printJson(shown[0]);
        printRows(shown, columns, { empty: "" });
        for (const row of shown) {
          print(
            `\njob ${row.job}, time zone ${row.timeZone}, overlap ${row.overlap}, jitter up to ${row.jitterSeconds} s`,
          );
          if (row.lastRunId !== null)
            print(`last run ${row.lastRunId}: ./run_cli.sh history show ${row.lastRunId}`);
          if (row.lastError !== null) printText(`last error: ${row.lastError}`);
        }
      }),
    );

  registerSteering(schedules, run);
  registerSet(schedules, run);
}

function registerSteering(schedules: Command, run: Run): void {
  schedules
    .command("run <name>")
    .description("start it now, beside its plan; also when it is disabled")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh schedules run daily_report")
    .action((name: string) =>
      run(async (context) => {
        const { db } = await openSeeded(context);
        await requestRun(db, name, { by: userInfo().username, now: new Date() });
        const { scheduler } = await listSchedules(db, new Date());
        if (scheduler === null) noteNoScheduler(context);
        else
          note(
            `${name} starts within moments; \`schedules show ${name}\` and \`history list\` tell how it goes.`,
          );
      }),
    );

  for (const [verb, enabled, about] of [
    ["enable", true, "let it run again"],
    ["disable", false, "let it run no more; what runs now ends as usual"],
  ] as const)
    schedules
      .command(`${verb} <name>`)
      .description(about)
      .action((name: string) =>
        run(async (context) => {
          const { db } = await openSeeded(context);
          const { nextRunAt } = await changeSchedule(db, name, { enabled }, new Date());
          note(enabled ? `${name} runs next at ${formatTime(nextRunAt)}.` : `${name} is disabled.`);
        }),
      );
}

type SetOptions = {
  every?: string;
  cron?: string;
  timeZone?: string;
  jitter?: string;
  overlap?: string;
  reset?: true;
};

function registerSet(schedules: Command, run: Run): void {
  schedules
    .command("set <name>")
    .description("change when it runs; what you set stays, whatever config.yaml says later")
    .option("--every <time>", "an interval such as 30m, 2h or 1d")
    .option("--cron <line>", "five fields, such as '0 6 * * 1-5'")
    .option("--time-zone <name>", "of the cron line, such as Europe/Berlin")
    .option("--jitter <time>", "start up to so much later, differently each time; 0 for none")
    .addOption(
      new Option("--overlap <rule>", "when the last one still runs: skip the tick, or queue one").choices([
        "skip",
        "queue",
      ]),
    )
    .option("--reset", "back to what config.yaml says")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh schedules set rss_fetcher --every 30m\n  $ ./run_cli.sh schedules set daily_report --cron '0 7 * * 1-5' --time-zone Europe/Berlin\n  $ ./run_cli.sh schedules set daily_report --reset",
    )
    .action((name: string, options: SetOptions) =>
      run(async (context) => {
        const { reset, ...wish } = options;
        const change: ScheduleChange = wish;
        if (reset === (Object.keys(wish).length > 0 ? true : undefined))
          throw new Exit(exitCodes.usage, "Say what to change (--every, --cron, …), or --reset alone.");
        const { db } = await openSeeded(context);
        const now = new Date();
        const row = reset ? await resetSchedule(db, name, now) : await changeSchedule(db, name, change, now);
        note(
          row.enabled ? `${row.name} runs next at ${formatTime(row.nextRunAt)}.` : `${row.name} is disabled.`,
        );
      }),
    );
}

/** Before the first scheduler has run the table would be empty; seeding it is safe to repeat. */
async function openSeeded(context: Context): ReturnType<Context["openDatabase"]> {
  const database = await context.openDatabase();
  await seedSchedules(database.db, scheduleSeeds(context.config.settings), new Date());
  return database;
}

function noteNoScheduler(context: Context): void {
  const isOff = !context.config.settings["scheduler.enabled"];
  note(
    isOff
      ? "scheduler.enabled is false: nothing starts by schedule."
      : "No scheduler is running: ./start_development.sh, ./collector start -b or `daemon` starts one.",
  );
}
