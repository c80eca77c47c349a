import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import type {
  AnalysisClaim,
  AnalysisFilter,
  AnalysisKind,
  AnalysisLine,
  AnalysisVerdict,
} from "../data/data.ts";
import { exitCodes, Exit } from "../exit.ts";
import { parseCount, parseId } from "../options.ts";
import { note, printJson, printRows, printText } from "../output.ts";
import { clean } from "../terminal/clean.ts";
import { formatDuration, formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";
import { kindOption } from "./analysis-options.ts";
import { printAnalysis } from "./print-analysis.ts";
import { printMessages } from "./print-preview.ts";

const statuses = ["queued", "running", "completed", "failed", "cancelled"] as const;
const verdicts = ["up", "down", "accepted", "rejected", "none"] as const;

const columns: Column<AnalysisLine>[] = [
  { title: "id", value: (row) => row.id, right: true },
  { title: "about", value: (row) => `${row.subject}:${row.subject_id}` },
  { title: "kind", value: (row) => row.kind },
  { title: "status", value: (row) => row.status },
  { title: "claims", value: (row) => row.supported, right: true },
  { title: "unsupported", value: (row) => row.unsupported, right: true },
  { title: "tokens", value: (row) => row.prompt_tokens + row.output_tokens, right: true },
  { title: "took", value: (row) => formatDuration(1_000 * row.seconds), right: true },
  { title: "asked", value: (row) => formatTime(row.requested_at) },
  { title: "model", value: (row) => row.model },
  { title: "error", value: (row) => row.error ?? "", grows: true },
];

type ListOptions = {
  article?: number;
  story?: number;
  kind?: AnalysisKind;
  status?: (typeof statuses)[number];
  limit: number;
  json?: true;
};

export function registerAnalyses(program: Command, run: Run): void {
  const analyses = program
    .command("analyses")
    .description("what the local model said, and what people say of it");

  analyses
    .command("list")
    .description("the newest first")
    .option("--article <number>", "only of this article", parseId)
    .option("--story <number>", "only of this story", parseId)
    .addOption(kindOption())
    .addOption(new Option("--status <status>", "only in this state").choices([...statuses]))
    .option("-n, --limit <number>", "at most this many", parseCount, 50)
    .option("--json", "print an array of objects")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh analyses list --story 3 --kind hunt")
    .action((options: ListOptions) =>
      run(async (context) => {
        const filter = filterOf(options);
        const rows = await (await context.openData()).analyses.list(filter, options.limit);
        printRows(rows, columns, {
          ...(options.json && { json: true }),
          empty: "No such analysis. `analyze ARTICLE` asks the local model.",
        });
      }),
    );

  analyses
    .command("show")
    .description("one analysis: its claims with their quotes, and what the text does not bear out")
    .argument("<id>", "its number", parseId)
    .option("--prompt", "what the model was asked about the first part instead")
    .option("--json", "print one object")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh analyses show 4")
    .action((id: number, options: { prompt?: true; json?: true }) =>
      run(async (context) => {
        const { analyses: found } = await context.openData();
        const shown = options.prompt ? await found.prompt(id) : await found.show(id);
        if (options.json) return printJson(shown);
        if (!("messages" in shown)) return printAnalysis(shown);
        printText(`${shown.model} · ${shown.prompt_version}`);
        printMessages(shown.messages);
      }),
    );

  registerSteering(analyses, run);
}

function filterOf({ article, story, kind, status }: ListOptions): AnalysisFilter {
  if (article !== undefined && story !== undefined)
    throw new Exit(exitCodes.usage, "Take --article or --story: no analysis is of both");
  return {
    ...(article !== undefined && { subject: "article", id: article }),
    ...(story !== undefined && { subject: "story", id: story }),
    ...(kind && { kind }),
    ...(status && { status }),
  };
}

/** What an accepted proposal became. */
function mentionOf({ subject, entity_id, article_ids }: AnalysisClaim): string {
  const named = `${subject?.type ?? "entity"} ${subject?.value ?? ""} (\`entities show ${entity_id}\`)`;
  return article_ids.length > 0
    ? `Article ${article_ids.join(", ")} names ${named} now.`
    : `No article names ${named} now: the text has changed.`;
}

function registerSteering(analyses: Command, run: Run): void {
  analyses
    .command("rate")
    .description(
      "say whether an analysis helps, or whether a claim is right; a name that is accepted becomes a mention",
    )
    .argument("<id>", "its number", parseId)
    .addArgument(
      analyses
        .createArgument(
          "<verdict>",
          "up or down of the whole, accepted or rejected of a claim, none takes it back",
        )
        .choices([...verdicts]),
    )
    .option("--claim <number>", "the claim of this number", parseCount)
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh analyses rate 4 up\n  $ ./run_cli.sh analyses rate 4 --claim 2 rejected",
    )
    .action((id: number, verdict: AnalysisVerdict | "none", { claim = 0 }: { claim?: number }) =>
      run(async (context) => {
        const said = { claim, verdict: verdict === "none" ? null : verdict };
        const { claims } = await (await context.openData()).analyses.judge(id, said);
        const what = claim === 0 ? `Analysis ${id}` : `Claim ${claim} of analysis ${id}`;
        note(verdict === "none" ? `${what} has no verdict of yours.` : `${what}: ${verdict}.`);
        const judged = claims.find((each) => each.id === claim);
        if (judged?.entity_id) note(clean(mentionOf(judged)));
      }),
    );

  analyses
    .command("cancel")
    .description("stop one that waits or runs, in whichever process")
    .argument("<id>", "its number", parseId)
    .action((id: number) =>
      run(async (context) => {
        const line = await (await context.openData()).analyses.cancel(id);
        note(`Analysis ${line.id} is ${line.status}.`);
      }),
    );
}
