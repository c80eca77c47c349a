import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { sourceKinds, type SourceKind } from "@cti/db/schema/sources";
import { addSource } from "@cti/domain/sources/add";
import { changeSource, removeSources } from "@cti/domain/sources/change";
import { importOpml } from "@cti/domain/sources/opml";
import { DomainError } from "@cti/domain/errors";
import { type ProbeOptions, probeUrl } from "@cti/domain/sources/probe";
import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import type { Source, SourceLine } from "../data/data.ts";
import { exitCodes, Exit } from "../exit.ts";
import { parseTier } from "../options.ts";
import { note, print, printJson, printRows, printText } from "../output.ts";
import { clean } from "../terminal/clean.ts";
import { count, formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";
import { type SettingOptions, addSettingOptions, settingsFrom } from "./source-settings.ts";
import { registerSourcesSet } from "./sources-set.ts";
import { registerSourcesTest } from "./sources-test.ts";

const columns: Column<SourceLine>[] = [
  { title: "id", value: (row) => row.id, right: true },
  { title: "source", value: (row) => row.slug },
  { title: "name", value: (row) => row.name, grows: true },
  { title: "kind", value: (row) => row.kind },
  { title: "tier", value: (row) => row.tier, right: true },
  { title: "state", value: stateOf },
  { title: "articles", value: (row) => row.articles, right: true },
  { title: "last success", value: (row) => formatTime(row.last_success_at) },
  { title: "next check", value: (row) => (row.enabled ? formatTime(row.next_check_at) : "–") },
];

function stateOf({ enabled, consecutive_failures, last_error, last_success_at }: SourceLine): string {
  if (!enabled) return "disabled";
  if (consecutive_failures > 0) return `failing (${last_error})`;
  return last_success_at ? "ok" : "new";
}

export function registerSources(program: Command, run: Run): void {
  const sources = program
    .command("sources")
    .description("what is followed: add, list, test, import and export");
  registerReading(sources, run);
  registerAdd(sources, run);
  registerChanging(sources, run);
  registerSourcesSet(sources, run);
  registerSourcesTest(sources, run);
  registerOpml(sources, run);
}

function registerReading(sources: Command, run: Run): void {
  sources
    .command("list")
    .description("all sources with their state")
    .option("--active", "only enabled ones")
    .option("--failing", "only those whose last check failed")
    .option("-t, --tag <tag>", "only with this tag")
    .option("--tier <1-3>", "only of this tier", parseTier)
    .option("--json", "print an array of objects")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh sources list --active\n  $ ./run_cli.sh sources list --failing --json",
    )
    .action((options: { active?: true; failing?: true; tag?: string; tier?: number; json?: true }) =>
      run(async (context) => {
        const { json, ...filter } = options;
        const rows = await (await context.openData()).sources.list(filter);
        const filtered = options.active || options.failing || options.tag || options.tier;
        const empty = filtered
          ? "No source matches."
          : "No source yet. `init` loads the built-in pack, `sources add URL` your own.";
        printRows(rows, columns, { ...(json && { json }), empty });
      }),
    );

  sources
    .command("show <source>")
    .description("one source with its settings and latest checks")
    .option("--json", "print one object")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh sources show krebs-on-security")
    .action((name: string, options: { json?: true }) =>
      run(async (context) => {
        const source = await (await context.openData()).sources.show(name);
        if (options.json) return printJson(source);
        const facts: [string, unknown][] = [
          ["source", `${source.slug} (${source.id})`],
          ["name", source.name],
          ["url", source.url],
          ["kind", `${source.kind}, tier ${source.tier}, weight ${source.weight}`],
          ["tags", source.tags.join(", ") || "–"],
          ["state", stateOf(source)],
          ["articles", source.articles],
          ["last new", formatTime(source.last_new_at)],
          ["next check", formatTime(source.next_check_at)],
          ["settings", JSON.stringify(given(source.settings))],
          ["note", source.note ?? "–"],
          ["last error", source.last_error_message ?? "–"],
        ];
        for (const [name, value] of facts) printText(`${name.padEnd(11)} ${String(value)}`);
        print("");
        printRows(source.checks, checkColumns, { empty: "Not checked yet." });
      }),
    );
}

/** Without what is not set. */
function given(settings: Source["settings"]): Partial<Source["settings"]> {
  const isGiven = (value: unknown): boolean =>
    Array.isArray(value) ? value.length > 0 : value !== null && value !== false;
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => isGiven(value)));
}

type Check = Source["checks"][number];
const checkColumns: Column<Check>[] = [
  { title: "check", value: (row) => formatTime(row.started_at) },
  { title: "outcome", value: (row) => row.reason ?? row.outcome },
  { title: "new", value: (row) => row.counts["new"] ?? 0, right: true },
  { title: "found", value: (row) => row.counts["found"] ?? 0, right: true },
  { title: "ms", value: (row) => row.duration_ms, right: true },
  { title: "said", value: (row) => row.message ?? row.warnings.join("; "), grows: true },
];

type AddOptions = SettingOptions & {
  name?: string;
  slug?: string;
  kind?: SourceKind;
  yes?: true;
  dryRun?: true;
  force?: true;
  samples?: true;
  json?: true;
};

function registerAdd(sources: Command, run: Run): void {
  const command = sources
    .command("add <url>")
    .description("follow a site: give its feed, any page of it, or a local file; the feed is found")
    .option("--name <name>", "name to show; the feed's own title by default")
    .option("--slug <slug>", "short name; made from the name by default")
    .addOption(new Option("--kind <kind>", "do not search, read the address as this").choices(sourceKinds))
    .option("--dry-run", "only show what would be followed")
    .option("--force", "follow it although nothing could be read there")
    .option("--samples", "serve the sample web meanwhile")
    .option("--json", "print the source as stored");
  addSettingOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  $ ./run_cli.sh sources add https://example.org/blog
  $ ./run_cli.sh sources add https://example.org/feed.xml --tier 1 --tag vendor --exclude title:webinar
  $ ./run_cli.sh sources add https://example.org/news --kind listing --select item=.card --select link="h2 a"`,
    )
    .action((given: string, options: AddOptions) =>
      run(async (context) => {
        const deps = await context.openCollector({ samples: options.samples ?? false });
        const url = toUrl(given);
        const settings = settingsFrom(options);
        const probing: ProbeOptions = {
          ...(options.kind && { kind: options.kind }),
          settings,
          onTry: (candidate) => note(`trying ${clean(candidate.url)} (${candidate.reason})`),
        };
        const found = await probeUrl(deps, url, probing).catch((error: unknown) => {
          // Nobody wrote https: it was our guess.
          if (given.includes("://")) throw error;
          if (!(error instanceof DomainError) || !url.startsWith("https:")) throw error;
          note(`${error.message} Trying http instead.`);
          return probeUrl(deps, url.replace("https:", "http:"), probing);
        });
        const { entries, warnings, title, siteUrl } = found.reading;
        note(
          `found ${found.kind} at ${clean(found.url)} (${found.reason}): ${count(entries.length, "entry")}`,
        );
        for (const entry of entries.slice(0, 5))
          note(
            `  ${formatTime(entry.published ?? entry.updated)}  ${clean(entry.title || (entry.url ?? ""))}`,
          );
        for (const warning of warnings) note(`  warning: ${clean(warning)}`);
        if (entries.length === 0) note("  it lists nothing at the moment");
        if (options.dryRun) return;
        const isFeed = found.kind === "rss" || found.kind === "atom" || found.kind === "json";
        if (entries.length === 0 && !isFeed && !options.force)
          throw new Exit(
            exitCodes.failed,
            "Nothing can be read there, so it is not followed; --force follows it anyway",
          );
        const source = await addSource(deps.db, {
          url: found.url,
          kind: found.kind,
          name: options.name ?? (clean(title) || new URL(found.url).host || path.basename(found.url)),
          ...(options.slug && { slug: options.slug }),
          siteUrl: siteUrl ?? (found.url === url ? null : url),
          ...(options.tier && { tier: options.tier }),
          ...(options.weight && { weight: options.weight }),
          tags: options.tag ?? [],
          ...(options.interval && { intervalSeconds: options.interval / 1_000 }),
          settings,
        });
        if (options.json) return printJson(source);
        print(
          `${source.slug} is followed from now on. Collect it with \`./run_cli.sh collect -s ${source.slug}\``,
        );
      }),
    );
}

function toUrl(given: string): string {
  if (/^(https?|file):\/\//i.test(given)) return given;
  if (/^(\.{0,2}\/|~)/.test(given)) return pathToFileURL(path.resolve(given)).href;
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?(\/|$)/i.test(given)) return `https://${given}`;
  throw new Exit(
    exitCodes.usage,
    `${clean(given)} is no address. Write https://…, a host name, or a path such as ./feed.xml`,
  );
}

function registerChanging(sources: Command, run: Run): void {
  for (const [verb, enabled] of [
    ["enable", true],
    ["disable", false],
  ] as const)
    sources
      .command(`${verb} <source...>`)
      .description(
        enabled
          ? "check these sources again, from now on"
          : "do not check these sources any more; their articles stay",
      )
      .addHelpText("after", `\nExample:\n  $ ./run_cli.sh sources ${verb} krebs-on-security`)
      .action((names: string[]) =>
        run(async (context) => {
          const { db } = await context.openDatabase();
          for (const name of names) print(`${(await changeSource(db, name, { enabled })).slug} ${verb}d`);
        }),
      );

  sources
    .command("remove <source...>")
    .description("stop following; the articles stay unless --purge")
    .option("--purge", "delete their articles too; this cannot be undone")
    .option("-y, --yes", "do not ask, for --purge")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh sources remove some-blog\n  $ ./run_cli.sh sources remove some-blog --purge --yes",
    )
    .action((names: string[], options: { purge?: true; yes?: true }) =>
      run(async (context) => {
        if (options.purge && !options.yes)
          throw new Exit(exitCodes.usage, "--purge deletes the articles for good; say --yes to do it");
        const { db } = await context.openDatabase();
        for (const { slug, articles, purged } of await removeSources(db, names, {
          purge: options.purge ?? false,
        }))
          print(`${slug} removed${purged ? "" : `; its ${count(articles, "article")} stay`}`);
      }),
    );
}

function registerOpml(sources: Command, run: Run): void {
  sources
    .command("import <file>")
    .description("follow every feed of an OPML file (or its address); folders become tags")
    .option("--json", "print one object with the result")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh sources import feeds.opml\n  $ ./run_cli.sh sources import - < feeds.opml",
    )
    .action((file: string, options: { json?: true }) =>
      run(async (context) => {
        const { db } = await context.openDatabase();
        const result = await importOpml(
          db,
          await readOutline(file, async (url) => {
            const { fetcher } = await context.openCollector();
            return new TextDecoder().decode((await fetcher.get(url)).body);
          }),
        );
        if (options.json) return printJson(result);
        for (const { title, url, reason } of result.rejected)
          printText(`rejected: ${title} (${url}): ${reason}`);
        for (const warning of result.warnings) note(`warning: ${clean(warning)}`);
        print(
          `${count(result.added.length, "source")} added · ${result.known.length} known already · ${result.rejected.length} rejected`,
        );
        if (result.rejected.length > 0) throw new Exit(exitCodes.partial);
      }),
    );

  sources
    .command("export [file]")
    .description("all sources as OPML 2.0, to a file or to stdout")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh sources export feeds.opml")
    .action((file: string | undefined) =>
      run(async (context) => {
        const xml = await (await context.openData()).sources.exportOpml();
        if (!file || file === "-") return void process.stdout.write(xml);
        await writeFile(file, xml);
        note(`written to ${file}`);
      }),
    );
}

async function readOutline(file: string, fetchText: (url: string) => Promise<string>): Promise<string> {
  if (/^https?:\/\//.test(file)) return fetchText(file);
  if (file === "-") return readStdin();
  return readFile(file, "utf8").catch(() => {
    throw new Exit(exitCodes.usage, `${file} cannot be read`);
  });
}

async function readStdin(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) text += String(chunk);
  return text;
}
