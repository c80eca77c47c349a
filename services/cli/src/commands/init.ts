import { readFile } from "node:fs/promises";
import path from "node:path";

import { type PackResult, type PackSource, loadPack, readPack } from "@cti/domain/sources/load-pack";
import type { Command } from "commander";

import type { Run } from "../command.ts";
import type { Context } from "../context.ts";
import { print, printJson } from "../output.ts";
import { count } from "../terminal/format.ts";

export function registerInit(program: Command, run: Run): void {
  program
    .command("init")
    .description("load the built-in sources; safe to repeat, your own changes stay")
    .option("--samples", "also the sample sources, which work without internet")
    .option("--all", "also bring back pack sources that you have removed")
    .option("--json", "print one object with the result")
    .addHelpText(
      "after",
      `
Examples:
  $ ./run_cli.sh init               the pack of config/sources.yaml
  $ ./run_cli.sh init --samples     and the sample web`,
    )
    .action((options: { samples?: true; all?: true; json?: true }) =>
      run(async (context) => {
        const pack = await loadBuiltInPack(context, options.all ?? false);
        const samples = options.samples ? await loadSamples(context) : null;
        if (options.json) return printJson({ pack, samples });
        print(`pack     ${describe(pack)}`);
        if (samples) print(`samples  ${describe(samples)}`);
        for (const { slug, fields } of pack.kept)
          print(`  kept as you changed it: ${slug} (${fields.join(", ")})`);
        print("Next: `./run_cli.sh collect`, or `./run_cli.sh sources list`");
      }),
    );
}

export async function loadBuiltInPack(context: Context, restore = false): Promise<PackResult> {
  const { db } = await context.openDatabase();
  const file = path.join(context.config.root, "config", "sources.yaml");
  return loadPack(db, readPack(await readFile(file, "utf8"), "config/sources.yaml"), {
    origin: "pack",
    restore,
  });
}

export async function loadSamples(context: Context): Promise<PackResult> {
  const { db } = await context.openDatabase();
  const sources = (await context.startSamples()).map((source): PackSource => ({
    ...source,
    tags: [...new Set(["samples", ...source.tags])],
    settings: source.settings ?? {},
  }));
  return loadPack(db, sources, { origin: "samples", restore: true });
}

function describe({ added, updated, unchanged, removed }: PackResult): string {
  const parts = [
    `${count(added.length, "source")} added`,
    `${updated.length} updated`,
    `${unchanged} unchanged`,
  ];
  if (removed > 0) parts.push(`${removed} left out, since you removed them`);
  return parts.join(" · ");
}
