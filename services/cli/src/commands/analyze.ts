import type { Command } from "commander";

import type { Run } from "../command.ts";
import type { AnalysisKind, AnalysisLine, AnalysisSubject, Data } from "../data/data.ts";
import { exitCodes, Exit } from "../exit.ts";
import { onInterrupt } from "../interrupt.ts";
import { parseCount, parseId } from "../options.ts";
import { note, printJson } from "../output.ts";
import {
  type AnalysisProgress,
  createAnalysisProgress,
  createLiveText,
} from "../terminal/analysis-progress.ts";
import { clean } from "../terminal/clean.ts";
import { formatTime } from "../terminal/format.ts";
import { kindOption, parseSubject } from "./analysis-options.ts";
import { analyzeTop } from "./analyze-top.ts";
import { whyNoModel } from "./model-in-use.ts";
import { printAnalysis } from "./print-analysis.ts";
import { printPreview } from "./print-preview.ts";

type Options = {
  story?: number;
  top?: number;
  kind: AnalysisKind;
  stream?: true;
  json?: true;
  dryRun?: true;
  force?: true;
};

export function registerAnalyze(program: Command, run: Run): void {
  program
    .command("analyze")
    .alias("analyse")
    .description("ask the local model about an article or a story; every claim is checked against the text")
    .argument("[subject]", "number of an article, or story:NUMBER", parseSubject)
    .option("--story <number>", "the story of this number", parseId)
    .option("--top <number>", "the stories that rank highest and have no such analysis yet", parseCount)
    .addOption(kindOption("summary"))
    .option("--stream", "write what the model says as it comes, before it is checked")
    .option("--dry-run", "print what it would be asked, and in how many tokens")
    .option("--force", "ask again although an equal analysis is there")
    .option("--json", "print one object; with --top an array")
    .addHelpText("after", help)
    .action((subject: Omit<AnalysisSubject, "kind"> | undefined, options: Options) =>
      run(async (context) => {
        const asked = subjectOf(subject, options);
        refuseContradictions(options);
        const data = await context.openData();
        if (asked === null) return analyzeTop(data, { ...options, count: options.top ?? 0 });
        if (options.dryRun) return preview(data, asked, options);
        await analyze(data, asked, options);
      }),
    );
}

const help = `
Examples:
  $ ./run_cli.sh analyze 12                        a summary of article 12
  $ ./run_cli.sh analyze story:3 --kind hunt       what to hunt for
  $ ./run_cli.sh analyze 12 --kind detection --dry-run
  $ ./run_cli.sh analyze --top 10                  the ten stories that rank highest

Exit codes: 0 done, 1 no model or it failed, 3 some of --top failed, 5 the model is away, 130 interrupted.`;

/** Null for --top. */
function subjectOf(
  subject: Omit<AnalysisSubject, "kind"> | undefined,
  { story, top, kind }: Options,
): AnalysisSubject | null {
  const given = [subject, story, top].filter((each) => each !== undefined);
  if (given.length !== 1)
    throw new Exit(
      exitCodes.usage,
      "Say what to ask about: the number of an article, story:NUMBER, or --top N",
    );
  if (subject) return { ...subject, kind };
  return story === undefined ? null : { subject: "story", id: story, kind };
}

function refuseContradictions({ top, stream, json, dryRun, force }: Options): void {
  if (stream && json)
    throw new Exit(exitCodes.usage, "--stream writes text and --json one object: take one of them");
  if (top !== undefined && (stream || dryRun || force))
    throw new Exit(
      exitCodes.usage,
      "--stream, --dry-run and --force are for one article or story, not for --top",
    );
  if (top !== undefined && top > 100) throw new Exit(exitCodes.usage, "--top takes at most 100");
}

async function preview(data: Data, asked: AnalysisSubject, { json }: Options): Promise<void> {
  const found = await data.analyses.preview(asked);
  if (json) printJson(found);
  else printPreview(found);
}

async function analyze(data: Data, asked: AnalysisSubject, options: Options): Promise<void> {
  const { id, known } = await find(data, asked, options);
  const analysis = await data.analyses.show(id);
  if (known)
    note(`This analysis was there already (${formatTime(analysis.finished_at)}); --force asks again.`);
  if (options.json) printJson(analysis);
  else printAnalysis(analysis);
}

/** The number of a completed analysis; asks for one where there is none. Throws Exit. */
async function find(
  data: Data,
  asked: AnalysisSubject,
  options: Options,
): Promise<{ id: number; known: boolean }> {
  const away = await whyNoModel(data);
  if (away !== null) {
    // What was answered before needs no model.
    const known = options.force ? null : (await data.analyses.preview(asked)).cached_id;
    if (known === null) {
      await noteWaiting(data, asked);
      throw away;
    }
    return { id: known, known: true };
  }
  const interrupt = onInterrupt("Cancelling the analysis");
  const progress = progressOf(options);
  try {
    const { analysis, cached } = await data.analyses
      .ask(
        asked,
        { force: options.force ?? false },
        { signal: interrupt.signal, onProgress: progress.tell, onWait: progress.wait },
      )
      .finally(progress.end);
    await refuseUnfinished(data, analysis);
    return { id: analysis.id, known: cached };
  } catch (error) {
    if (interrupt.signal.aborted) throw new Exit(exitCodes.interrupted, "The analysis is cancelled.");
    throw error;
  } finally {
    interrupt.release();
  }
}

/** What the queue was asked already goes on by itself, and need not be asked again. */
async function noteWaiting(data: Data, asked: AnalysisSubject): Promise<void> {
  const [waiting] = await data.analyses.list({ ...asked, status: "queued" }, 1);
  if (waiting) note(clean(`Analysis ${waiting.id} of it is queued. ${waiting.error ?? ""}`.trimEnd()));
}

function progressOf({ stream }: Options): AnalysisProgress {
  if (!stream) return createAnalysisProgress(process.stderr);
  note("What the model says, unchecked:");
  return createLiveText(process.stdout, process.stderr);
}

/** Throws Exit unless it went well. */
async function refuseUnfinished(data: Data, { id, status, error }: AnalysisLine): Promise<void> {
  if (status === "completed") return;
  const away = status === "failed" ? await whyNoModel(data) : null;
  throw (
    away ?? new Exit(exitCodes.failed, clean(`Analysis ${id} has ${status}: ${error ?? "without a reason"}`))
  );
}
