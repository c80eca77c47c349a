import { type EmbedResult, embedMissing } from "@cti/domain/embeddings/embed-missing";
import type { Command } from "commander";

import { accountName } from "../account-name.ts";
import type { Run } from "../command.ts";
import type { Context } from "../context.ts";
import { exitCodes, Exit } from "../exit.ts";
import { onInterrupt } from "../interrupt.ts";
import { parseCount } from "../options.ts";
import { note, print, printJson } from "../output.ts";
import { count, formatDuration } from "../terminal/format.ts";
import { cut } from "../terminal/table.ts";
import { exitOf } from "./model-in-use.ts";

type Options = { limit: number; all?: true; json?: true };

export function registerEmbed(program: Command, run: Run): void {
  program
    .command("embed")
    .description(
      "have the local model read what each article is about, for search by meaning and similar ones",
    )
    .option("-n, --limit <number>", "at most so many articles, the newest first", parseCount, 1_000_000)
    .option("--all", "everything again, due or not")
    .option("--json", "print one object with the result")
    .addHelpText(
      "after",
      `
Workers do it by themselves after collecting. Examples:
  $ ./run_cli.sh embed --limit 500
  $ ./run_cli.sh search --meaning "backdoors that hide in backup software"

Exit codes: 0 done, 1 no model, 3 some failed, 5 the model is away, 130 interrupted.`,
    )
    .action((options: Options) =>
      run(async (context) => {
        const result = await embed(context, options);
        if (options.json) printJson(result);
        else if (result.runId === null) note("Nothing is due.");
        else printResult(result);
        await finish(context, result);
      }),
    );
}

async function embed(context: Context, { limit, all }: Options): Promise<EmbedResult> {
  context.refuseServer();
  const models = await context.openModels();
  if (models.settings.embedModel === "")
    throw new Exit(
      exitCodes.failed,
      "No embedding model is set: name one in LLM_EMBED_MODEL (llm.embed_model)",
    );
  const check = await models.check();
  if (check.status === "off" || check.status === "away") throw exitOf(check);
  const { db, sql } = await context.openDatabase();
  const windowDays = context.config.settings["stories.window_days"];
  const interrupt = onInterrupt("Finishing the batch in hand");
  try {
    return await embedMissing(
      { db, sql, models, now: () => new Date(), windowDays },
      { limit, all: all ?? false, trigger: "cli", actor: accountName() },
      { signal: interrupt.signal, onProgress: createProgress(process.stderr) },
    );
  } finally {
    interrupt.release();
  }
}

/** A line that renews itself on a terminal; nothing when piped, since the summary says it all. */
function createProgress(
  stream: NodeJS.WriteStream,
): (event: { due: number; done: EmbedResult["done"] }) => void {
  if (!stream.isTTY) return () => undefined;
  return ({ due, done }) => {
    const line = `${done.new + done.updated} embedded of ${count(due, "article")} due`;
    stream.write(`\r\u001b[2K${cut(line, (stream.columns || 80) - 1)}\r`);
  };
}

function printResult({ done, durationMs, status }: EmbedResult): void {
  const { new: fresh, updated, failed, tokens, proposals } = done;
  const parts = [
    `${fresh} new`,
    `${updated} again`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    count(tokens, "token"),
    `${count(proposals, "merge")} proposed`,
  ];
  const how = status === "completed" ? "" : ` (${status.replaceAll("_", " ")})`;
  print(`${parts.join(" · ")} in ${formatDuration(durationMs)}${how}`);
}

async function finish(context: Context, { status, done }: EmbedResult): Promise<void> {
  if (status === "cancelled") throw new Exit(exitCodes.interrupted);
  if (status === "completed") return;
  const check = await (await context.openModels()).check();
  if (check.status !== "ok" && done.new + done.updated === 0) throw exitOf(check);
  const why = check.status === "ok" ? "`history list` has the reason" : check.message;
  throw new Exit(exitCodes.partial, `Not everything was embedded: ${why}`);
}
