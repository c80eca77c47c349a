import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import type { Context } from "../context.ts";
import type { Schedule, ScheduleWish } from "../data/data.ts";
import { exitCodes, Exit } from "../exit.ts";
import { note, print, printJson, printRows, printText } from "../output.ts";
import { formatDuration, formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";

const columns: Column<Schedule>[] = [
  { title: "schedule", value: (row) => row.name },
  { title: "runs", value: (row) => (row.enabled ? row.text : `disabled (${row.text})`) },
  { title: "next", value: (row) => (row.requested_at ? "as soon as possible" : formatTime(row.next_run_at)) },
  { title: "last", value: (row) => formatTime(row.last_run_at) },
  {
    title: "took",
    value: (row) => (row.last_duration_ms === null ? "–" : formatDuration(row.last_duration_ms)),
    right: true,
  },
  { title: "ended", value: (row) => row.last_status?.replaceAll("_", " ") ?? "–" },
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
        const list = await (await context.openData()).schedules.list();
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
        const row = await (await context.openData()).schedules.show(name);
        if (options.json) return printJson(row);
        printRows([row], columns, { empty: "" });
        print(
          `\njob ${row.job}, time zone ${row.time_zone}, overlap ${row.overlap}, jitter up to ${row.jitter_seconds} s`,
        );
        if (row.last_run_id !== null)
          print(`last run ${row.last_run_id}: ./run_cli.sh history show ${row.last_run_id}`);
        if (row.last_error !== null) printText(`last error: ${row.last_error}`);
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
        const { scheduler } = await (await context.openData()).schedules.run(name);
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
          const { next_run_at } = await (await context.openData()).schedules.change(name, { enabled });
          note(enabled ? `${name} runs next at ${formatTime(next_run_at)}.` : `${name} is disabled.`);
        }),
      );
}

type SetOptions = Omit<ScheduleWish, "enabled"> & { reset?: true };

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
        if (reset === (Object.keys(wish).length > 0 ? true : undefined))
          throw new Exit(exitCodes.usage, "Say what to change (--every, --cron, …), or --reset alone.");
        const { schedules: all } = await context.openData();
        const row = await (reset ? all.reset(name) : all.change(name, wish));
        note(
          row.enabled
            ? `${row.name} runs next at ${formatTime(row.next_run_at)}.`
            : `${row.name} is disabled.`,
        );
      }),
    );
}

function noteNoScheduler(context: Context): void {
  const { settings } = context.config;
  if (settings["server.url"] !== null) return note("No scheduler is running there.");
  const isOff = !settings["scheduler.enabled"];
  note(
    isOff
      ? "scheduler.enabled is false: nothing starts by schedule."
      : "No scheduler is running: ./start_development.sh, ./collector start -b or `daemon` starts one.",
  );
}
