import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

import type { CollectEvent, CollectSummary } from "@cti/domain/sources/collect";
import type { StageDeps, StageEvent } from "@cti/domain/stages/run-stages";
import type { CheckResult } from "@cti/domain/sources/save-check";
import { readAuth } from "@cti/monitor/auth";
import { hashPassword } from "@cti/domain/accounts/password-hash";
import { saveDashboardLogin } from "@cti/wiring/dashboard-login";
import type { Command } from "commander";

import { collectAndUnderstand } from "../collect-and-understand.ts";
import type { Run } from "../command.ts";
import { exitCodes, Exit, explain } from "../exit.ts";
import { onInterrupt } from "../interrupt.ts";
import { parseInterval } from "../options.ts";
import { note, print, printJson } from "../output.ts";
import { clean } from "../terminal/clean.ts";
import { formatDuration } from "../terminal/format.ts";
import { describe } from "../terminal/progress.ts";
import { cut, formatTable } from "../terminal/table.ts";

type Options = { interval?: number; samples?: true; once?: true; json?: true };

export function registerMonitor(program: Command, run: Run): void {
  const command = program
    .command("monitor")
    .description("collect what is due, again and again, until Ctrl-C")
    .option(
      "--interval <time>",
      "pause between two rounds, in seconds or such as 5m (monitor.interval by default)",
      parseInterval,
    )
    .option("--once", "one round only")
    .option("--samples", "serve the sample web meanwhile")
    .option("--json", "print one object per round")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh monitor --interval 300\n  $ ./run_cli.sh monitor --interval 5m --json",
    )
    .action((options: Options) =>
      run(async (context) => {
        const deps = await context.openCollector({ samples: options.samples ?? false });
        const interval = options.interval ?? context.config.settings["monitor.interval"];
        await monitor(deps, {
          interval,
          once: options.once ?? false,
          json: options.json ?? false,
        });
      }),
    );
  registerPassword(command, run);
}

/** The login of the queue dashboard: of a password on stdin, or of a new one. */
function registerPassword(monitor: Command, run: Run): void {
  monitor
    .command("password")
    .description("a login for the queue dashboard: reads a password from stdin, or makes one")
    .option("--user <name>", "its user", "admin")
    .option("--save", "keep it for this installation (monitor.auth beside the data) instead of printing it")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh monitor password --save\n  $ printf %s 'correct horse battery' | ./run_cli.sh monitor password",
    )
    .action((options: { user: string; save?: true }) =>
      run(async ({ config }) => {
        const given = process.stdin.isTTY ? "" : (await readAll(process.stdin)).replace(/\r?\n$/, "");
        const password = given || randomBytes(15).toString("base64url");
        readAuth(`${options.user}:${password}`);
        const login = `${options.user}:${hashPassword(password)}`;
        readAuth(login);
        if (!given) note(`password: ${password}`);
        if (options.save) note(`kept in ${saveDashboardLogin(config, login)}`);
        else print(`FLOWER_BASIC_AUTH='${login}'`);
      }),
    );
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  return text;
}

/** Rounds until interrupted; a round that fails as a whole is told and the next one tried. */
async function monitor(
  deps: StageDeps,
  options: {
    interval: number;
    once: boolean;
    json: boolean;
  },
): Promise<void> {
  const interrupt = onInterrupt("Finishing the sources in hand");
  const view = createView(process.stderr.isTTY && !options.json);
  try {
    while (!interrupt.signal.aborted) {
      try {
        const events = {
          signal: interrupt.signal,
          onEvent: view.onEvent,
          onCollected: () => undefined,
          onStage: view.onStage,
        };
        const summary = await collectAndUnderstand(deps, { ...whatIsDue, named: [] }, events);
        if (options.json) printJson(summary);
        view.onRound(summary, new Date(Date.now() + options.interval));
      } catch (error) {
        if (options.once) throw error;
        note(
          `This round failed: ${clean(explain(error).message)} The next one is in ${formatDuration(options.interval)}.`,
        );
      }
      if (options.once) return;
      await pause(options.interval, undefined, { signal: interrupt.signal }).catch(() => undefined);
    }
    throw new Exit(exitCodes.interrupted);
  } finally {
    view.stop();
    interrupt.release();
  }
}

const whatIsDue = {
  tag: null,
  tier: null,
  force: false,
  limit: null,
  since: null,
  dryRun: false,
  trigger: "cli",
  actor: "monitor",
} as const;

type View = {
  onEvent: (event: CollectEvent) => void;
  onStage: (event: StageEvent) => void;
  onRound: (summary: CollectSummary, next: Date) => void;
  stop: () => void;
};

function createView(live: boolean): View {
  return live ? liveView(process.stderr) : plainView();
}

function plainView(): View {
  return {
    onEvent: (event) => {
      if (event.event === "source_finished") note(describe(event.result));
    },
    onStage: () => undefined,
    onRound: ({ sources, articles, durationMs, runId }, next) =>
      note(
        `run ${runId}: ${sources.ok + sources.notModified} of ${sources.total} sources read, ${sources.failed} failed, ${articles.new} new, ${articles.updated} updated in ${formatDuration(durationMs)}; next round ${next.toISOString().slice(11, 19)}Z`,
      ),
    stop: () => undefined,
  };
}

/** A table of the latest checks that redraws itself in place. */
function liveView(stream: NodeJS.WriteStream): View {
  const latest: CheckResult[] = [];
  const active = new Set<string>();
  let status = "starting";
  let drawn = 0;
  const draw = (): void => {
    const rows = latest.slice(-Math.max(3, (stream.rows || 24) - 6)).toReversed();
    const table = formatTable(
      rows,
      [
        { title: "source", value: ({ source }) => source.slug },
        { title: "outcome", value: ({ outcome, reason }) => reason ?? outcome.replace("_", " ") },
        { title: "new", value: ({ counts }) => counts.new, right: true },
        { title: "updated", value: ({ counts }) => counts.updated, right: true },
        { title: "found", value: ({ counts }) => counts.found, right: true },
        { title: "took", value: ({ durationMs }) => formatDuration(durationMs), right: true },
        { title: "said", value: ({ message, warnings }) => message ?? warnings.join("; "), grows: true },
      ],
      stream.columns || 80,
    );
    const lines = [
      cut(status, stream.columns || 80),
      cut(`reading: ${[...active].join(" ") || "–"}`, stream.columns || 80),
      ...(rows.length > 0 ? table.split("\n") : []),
      "Ctrl-C ends",
    ];
    stream.write(`${drawn > 0 ? `\u001b[${drawn}A` : ""}\u001b[J${lines.join("\n")}\n`);
    drawn = lines.length;
  };
  const timer = setInterval(draw, 500);
  timer.unref();
  return {
    onEvent: (event) => {
      if (event.event === "selected") status = `collecting ${event.due} sources, ${event.notDue} not due`;
      if (event.event === "source_started") active.add(clean(event.source.slug));
      if (event.event !== "source_finished") return;
      active.delete(event.result.source.slug);
      latest.push(event.result);
      latest.splice(0, latest.length - 100);
    },
    onStage: ({ stage, due }) => void (status = `${stage}: ${due} due`),
    onRound: ({ runId, articles, sources }, next) => {
      const read = sources.ok + sources.notModified + sources.failed;
      const what =
        read === 0
          ? `nothing was due, ${sources.skipped} sources wait`
          : `${articles.new} new, ${articles.updated} updated, ${sources.failed} sources failed`;
      status = `run ${runId}: ${what}; next round ${next.toISOString().slice(11, 19)}Z`;
      draw();
    },
    stop: () => {
      clearInterval(timer);
      draw();
    },
  };
}
