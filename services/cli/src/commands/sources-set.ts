import { sourceKinds, type SourceKind } from "@cti/db/schema/sources";
import { changeSource, type SettingsChange } from "@cti/domain/sources/change";
import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import { exitCodes, Exit } from "../exit.ts";
import { print } from "../output.ts";
import { type SettingOptions, addSettingOptions, settingsFrom } from "./source-settings.ts";

type Options = SettingOptions & { name?: string; url?: string; kind?: SourceKind; clear?: string[] };

export function registerSourcesSet(sources: Command, run: Run): void {
  const command = sources
    .command("set <source>")
    .description("change a source: tier, tags, interval, rules, selectors …")
    .option("--name <name>", "name to show")
    .option("--url <url>", "another address")
    .addOption(new Option("--kind <kind>", "what it is").choices(sourceKinds))
    .option("--clear <what...>", `take away: ${[...clearable, "interval"].join(", ")}`);
  addSettingOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  $ ./run_cli.sh sources set krebs-on-security --tier 1 --interval 30m --exclude title:podcast
  $ ./run_cli.sh sources set krebs-on-security --clear exclude interval`,
    )
    .action((name: string, options: Options) =>
      run(async (context) => {
        if (Object.keys(options).length === 0)
          throw new Exit(exitCodes.usage, "Nothing to change: give at least one option, see --help");
        const cleared = clearedBy(options.clear ?? []);
        const { db } = await context.openDatabase();
        const source = await changeSource(db, name, {
          ...(options.name && { name: options.name }),
          ...(options.url && { url: options.url }),
          ...(options.kind && { kind: options.kind }),
          ...(options.tier && { tier: options.tier }),
          ...(options.weight && { weight: options.weight }),
          ...(options.tag && { tags: options.tag }),
          ...(cleared.interval && { intervalSeconds: null }),
          ...(options.interval && { intervalSeconds: options.interval / 1_000 }),
          settings: { ...cleared.settings, ...settingsFrom(options) },
        });
        print(`${source.slug} changed; \`./run_cli.sh sources show ${source.slug}\` shows it`);
      }),
    );
}

const clearable = ["include", "exclude", "selectors", "userAgent", "ignoreRobots"] as const;

function clearedBy(names: string[]): { interval: boolean; settings: SettingsChange } {
  const known: readonly string[] = [...clearable, "interval"];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown) throw new Exit(exitCodes.usage, `--clear ${unknown}: it is one of ${known.join(", ")}`);
  const given = clearable.filter((name) => names.includes(name));
  return {
    interval: names.includes("interval"),
    settings: Object.fromEntries(given.map((name) => [name, null])),
  };
}
