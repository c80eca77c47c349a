import { explainRank } from "@cti/pipeline/rank/explain";
import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import { parseId } from "../options.ts";
import { printJson, printText } from "../output.ts";

type Options = { article?: true; json?: true };

export function registerRank(program: Command, run: Run): void {
  const rank = program.command("rank").description("why an article or a story stands where it stands");

  rank
    .command("explain")
    .description("the factors of a rank, what each adds or takes, and why")
    .argument("<id>", "number of a story, or of an article with --article", parseId)
    .addOption(new Option("-a, --article", "the number is that of an article"))
    .option("--json", "print one object")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh rank explain 3\n  $ ./run_cli.sh rank explain --article 12",
    )
    .action((id: number, options: Options) =>
      run(async (context) => {
        const { ranks } = await context.openData();
        const explanation = await ranks.explain(options.article ? "article" : "story", id);
        if (options.json) return printJson(explanation);
        printText(explanation.title);
        for (const line of explainRank(explanation)) printText(line);
      }),
    );
}
