import { setTimeout as pause } from "node:timers/promises";
import { styleText } from "node:util";

import type { Command } from "commander";

import type { Run } from "../command.ts";
import type { Data, ModelReportLine, ModelState, ModelsView } from "../data/data.ts";
import { exitCodes, Exit } from "../exit.ts";
import { onInterrupt } from "../interrupt.ts";
import { parseInterval } from "../options.ts";
import { note, print, printJson, printRows } from "../output.ts";
import { clean } from "../terminal/clean.ts";
import { formatBytes, formatDuration, formatTime } from "../terminal/format.ts";
import { createPullProgress } from "../terminal/pull-progress.ts";
import type { Column } from "../terminal/table.ts";
import { exitOf } from "./model-in-use.ts";

const lookMs = 1_000;

export function registerModels(program: Command, run: Run): void {
  const models = program
    .command("models")
    .description("the local model (Ollama at OLLAMA_URL): what it has, whether it answers, how good it is");

  models
    .command("list")
    .description("models that Ollama has, and those that are set")
    .option("--json", "print one object")
    .action((options: { json?: true }) =>
      run(async (context) => {
        const view = await (await context.openData()).models.show();
        if (options.json) printJson(view);
        else printModels(view);
        if (view.status === "off" || view.status === "away") throw exitOf(view);
      }),
    );

  models
    .command("check")
    .description("whether it answers and has the models that are set; what to do when not")
    .option("--wait <seconds>", "as long as it does not answer, at most so long", parseInterval)
    .option("--json", "print one object")
    .addHelpText("after", "\nExit codes: 0 it can be used, 5 it cannot.")
    .action((options: { wait?: number; json?: true }) =>
      run(async (context) => {
        const data = await context.openData();
        const state = await stateWithin(data, options.wait ?? 0);
        if (options.json) printJson(state);
        else printState(state);
        if (state.status !== "ok") throw new Exit(exitCodes.unreachable);
      }),
    );

  models
    .command("report")
    .description("how much of what each prompt got out of each model the texts bear out, and what people say")
    .option("--json", "print an array of objects")
    .action((options: { json?: true }) =>
      run(async (context) => {
        const rows = await (await context.openData()).models.report();
        printRows(rows, reportColumns, { ...options, empty: "The local model has not been asked yet." });
      }),
    );

  registerPull(models, run);
}

function registerPull(models: Command, run: Run): void {
  models
    .command("pull")
    .description("let Ollama fetch a model, or those that are set and missing")
    .argument("[name]", "such as mistral or qwen3:8b")
    .option("--wait <seconds>", "for Ollama to answer, at most so long", parseInterval)
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh models pull\n  $ ./run_cli.sh models pull qwen3:8b\n\nExit codes: 0 they are there, 1 it failed or no model is configured, 5 Ollama is away, 130 interrupted.",
    )
    .action((name: string | undefined, options: { wait?: number }) =>
      run(async (context) => {
        if (name !== undefined && !/^[\w.-]+(\/[\w.-]+)*(:[\w.-]+)?$/.test(name))
          throw new Exit(
            exitCodes.usage,
            `${name} is no name of a model: write one such as mistral or qwen3:8b`,
          );
        const data = await context.openData();
        const state = await stateWithin(data, options.wait ?? 0);
        if (state.status === "off" || state.status === "away") throw exitOf(state);
        await pull(data, name ?? null);
      }),
    );
}

async function pull(data: Data, name: string | null): Promise<void> {
  const interrupt = onInterrupt("Stopping; what Ollama has fetched it goes on from");
  const progress = createPullProgress(process.stderr);
  try {
    const names = await data.models
      .pull(name, { signal: interrupt.signal, onProgress: progress.tell })
      .finally(progress.end);
    note(names.length === 0 ? "The models that are set are there." : clean(`Fetched: ${names.join(", ")}.`));
  } catch (error) {
    if (interrupt.signal.aborted) throw new Exit(exitCodes.interrupted);
    throw error;
  } finally {
    interrupt.release();
  }
}

/** Waits while it is away, since it may be starting. */
async function stateWithin(data: Data, waitMs: number): Promise<ModelState> {
  const until = Date.now() + waitMs;
  for (let isFirst = true; ; isFirst = false) {
    const state = await data.models.state();
    if (state.status !== "away" || Date.now() + lookMs > until) return state;
    if (isFirst) note(`Waiting up to ${formatDuration(waitMs)}: ${clean(state.message)}`);
    await pause(lookMs);
  }
}

const modelColumns: Column<ModelsView["installed"][number] & { use: string }>[] = [
  { title: "name", value: (row) => row.name },
  { title: "used for", value: (row) => row.use },
  { title: "size", value: (row) => formatBytes(row.bytes), right: true },
  { title: "family", value: (row) => row.family },
  { title: "parameters", value: (row) => row.parameters },
  { title: "quantization", value: (row) => row.quantization },
  { title: "context", value: (row) => row.context_tokens, right: true },
  { title: "changed", value: (row) => formatTime(row.modified_at) },
  { title: "", value: (row) => (row.loaded ? "loaded" : "") },
];

function printModels({ status, message, installed, used, embedded }: ModelsView): void {
  if (status === "off" || status === "away") return;
  const rows = installed.map((row) => ({ ...row, use: usesOf(used, row.name) }));
  printRows(rows, modelColumns, {
    empty: "Ollama has no model yet: `models pull` fetches those that are set.",
  });
  if (embedded.of > 0) note(`${embedded.articles} of ${embedded.of} articles are embedded.`);
  if (status === "missing") note(clean(message));
}

/** A name without tag means `:latest`. */
function usesOf(used: ModelsView["used"], name: string): string {
  const whole = (given: string): string => (given.includes(":") ? given : `${given}:latest`).toLowerCase();
  return used
    .filter((each) => whole(each.name) === whole(name))
    .map(({ purpose }) => purpose)
    .join(", ");
}

function printState({ status, message, url, version, breaker, used }: ModelState): void {
  const colour = status === "ok" ? "green" : "red";
  const mark = styleText(colour, status, { stream: process.stdout });
  print(`${mark}  ${clean(message)}`);
  if (url !== null) print(clean(`at ${url}${version === null ? "" : `, Ollama ${version}`}`));
  for (const { name, purpose, present } of used)
    if (status === "ok" || status === "missing")
      print(clean(`${purpose}: ${name}${present ? "" : `, missing: \`models pull ${name}\``}`));
  if (breaker !== "closed") print(`breaker ${breaker}: it failed too often, and is asked again in a while`);
}

const reportColumns: Column<ModelReportLine>[] = [
  { title: "kind", value: (row) => row.kind },
  { title: "prompt", value: (row) => row.prompt_version },
  { title: "model", value: (row) => row.model },
  { title: "completed", value: (row) => row.completed, right: true },
  { title: "failed", value: (row) => row.failed, right: true },
  { title: "repairs", value: (row) => row.repairs, right: true },
  { title: "claims", value: (row) => row.supported + row.unsupported, right: true },
  {
    title: "borne out",
    value: ({ supported, unsupported }) =>
      supported + unsupported === 0 ? "–" : `${Math.floor((100 * supported) / (supported + unsupported))} %`,
    right: true,
  },
  { title: "up", value: (row) => row.up, right: true },
  { title: "down", value: (row) => row.down, right: true },
  { title: "accepted", value: (row) => row.accepted, right: true },
  { title: "rejected", value: (row) => row.rejected, right: true },
  { title: "tokens", value: (row) => row.prompt_tokens + row.output_tokens, right: true },
  { title: "took", value: (row) => formatDuration(1_000 * row.seconds), right: true },
];
