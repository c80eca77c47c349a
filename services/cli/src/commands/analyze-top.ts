import type { AnalysisKind, AnalysisLine, Data } from "../data/data.ts";
import { exitCodes, Exit, explain } from "../exit.ts";
import { onInterrupt } from "../interrupt.ts";
import { note, print, printJson } from "../output.ts";
import { createAnalysisProgress } from "../terminal/analysis-progress.ts";
import { clean } from "../terminal/clean.ts";
import { count } from "../terminal/format.ts";
import { whyNoModel } from "./model-in-use.ts";
import { printAnalysis } from "./print-analysis.ts";

type Options = { count: number; kind: AnalysisKind; json?: true };

/** Asks about the stories that rank highest, one after the other, and prints each as it is done. Throws Exit. */
export async function analyzeTop(data: Data, options: Options): Promise<void> {
  const away = await whyNoModel(data);
  if (away !== null) throw away;
  const { requested, already } = await data.analyses.askTop(options.count, options.kind);
  if (already > 0) note(`${count(already, "story")} of these had one already.`);
  const ended = await finishAll(data, requested, options);
  if (options.json) printJson(ended.done);
  if (requested.length === 0) return note("There is nothing to ask about.");
  throwUnlessWell(ended);
}

type Ended = {
  done: Awaited<ReturnType<Data["analyses"]["show"]>>[];
  failures: { code: number; message: string }[];
};

async function finishAll(data: Data, lines: AnalysisLine[], { json }: Options): Promise<Ended> {
  const ended: Ended = { done: [], failures: [] };
  const interrupt = onInterrupt("Cancelling the rest");
  try {
    for (const [at, line] of lines.entries()) {
      note(`${at + 1} of ${lines.length}: story ${line.subject_id}`);
      const failure = await finishOne(data, line, interrupt.signal);
      if (interrupt.signal.aborted || failure?.code === exitCodes.unreachable) {
        await cancelAll(data, lines.slice(at + 1));
        if (interrupt.signal.aborted) throw new Exit(exitCodes.interrupted, "The rest is cancelled.");
      }
      if (failure === null) {
        const analysis = await data.analyses.show(line.id);
        ended.done.push(analysis);
        if (!json) printAnalysis(analysis);
        if (!json) print("");
        continue;
      }
      ended.failures.push(failure);
      note(clean(`story ${line.subject_id}: ${failure.message}`));
      // The others would meet the same.
      if (failure.code === exitCodes.unreachable) break;
    }
  } finally {
    interrupt.release();
  }
  return ended;
}

/** Null when it is completed. */
async function finishOne(
  data: Data,
  line: AnalysisLine,
  signal: AbortSignal,
): Promise<{ code: number; message: string } | null> {
  const progress = createAnalysisProgress(process.stderr);
  try {
    const { status, error } = await data.analyses
      .finish(line, { signal, onProgress: progress.tell, onWait: progress.wait })
      .finally(progress.end);
    if (status === "completed") return null;
    const away = status === "failed" ? await whyNoModel(data) : null;
    return away ?? { code: exitCodes.failed, message: error ?? status };
  } catch (error) {
    return explain(error);
  }
}

async function cancelAll(data: Data, lines: AnalysisLine[]): Promise<void> {
  for (const { id } of lines)
    await data.analyses.cancel(id).catch((error: unknown) => {
      note(clean(`Analysis ${id} was not cancelled: ${explain(error).message}`));
    });
}

function throwUnlessWell({ done, failures }: Ended): void {
  const [first] = failures;
  if (!first) return;
  const told = `${count(done.length, "story")} done, ${failures.length} failed.`;
  throw new Exit(done.length > 0 ? exitCodes.partial : first.code, told);
}
