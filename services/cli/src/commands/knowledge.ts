import type { Origin } from "@cti/domain/knowledge/knowledge-files";
import { knowledgeUrls } from "@cti/domain/knowledge/knowledge-urls";
import { type SyncedSet, syncKnowledge } from "@cti/domain/knowledge/sync-knowledge";
import type { KnowledgeKind } from "@cti/db/schema/knowledge";
import { Argument, type Command } from "commander";

import { accountName } from "../account-name.ts";
import type { Run } from "../command.ts";
import type { KnowledgeSet } from "../data/data.ts";
import { exitCodes, Exit } from "../exit.ts";
import { note, print, printJson, printRows } from "../output.ts";
import { clean } from "../terminal/clean.ts";
import { count, formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";

/** What people call them, and what each is in the database. */
const kinds: Record<string, KnowledgeKind> = {
  attack: "attack",
  galaxy: "galaxy",
  warninglists: "warninglist",
  kev: "kev",
  epss: "epss",
  cvss: "cvss",
};

const columns: Column<KnowledgeSet>[] = [
  { title: "kind", value: (row) => row.kind },
  { title: "name", value: (row) => row.name, grows: true },
  { title: "version", value: (row) => row.version },
  { title: "items", value: (row) => row.items, right: true },
  { title: "synced", value: (row) => formatTime(row.synced_at) },
  { title: "from", value: (row) => row.origin, grows: true },
];

export function registerKnowledge(program: Command, run: Run): void {
  const knowledge = program
    .command("knowledge")
    .description(
      "what the product knows of the field: ATT&CK, MISP galaxy and warninglists, exploited flaws",
    );

  knowledge
    .command("sync")
    .description("load or renew a body of knowledge from the internet, a file or a folder")
    .addArgument(new Argument("<kind>", "what to load").choices(Object.keys(kinds)))
    .option("--from <path>", "a file, or a folder with .json or .csv files, instead of the internet")
    .option("--url <url>", "another address than the publisher's")
    .option("--json", "print one object with the result")
    .addHelpText(
      "after",
      `
Examples:
  $ ./run_cli.sh knowledge sync attack                         ATT&CK from its publisher
  $ ./run_cli.sh knowledge sync galaxy --from ./misp-galaxy/clusters
  $ ./run_cli.sh knowledge sync warninglists --from ./misp-warninglists/lists
  $ ./run_cli.sh knowledge sync kev                            CISA's exploited flaws
  $ ./run_cli.sh pipeline run                                  extract stored articles with it

Exit codes: 0 all was read, 3 some files failed, 1 all failed.`,
    )
    .action((name: string, options: { from?: string; url?: string; json?: true }) =>
      run(async (context) => {
        const kind = kinds[name] ?? "attack";
        const origin = originOf(kind, options);
        const deps = await context.openKnowledge();
        const summary = await syncKnowledge(
          deps,
          { kind, origin, trigger: "cli", actor: accountName() },
          (set) => {
            if (!options.json) note(describe(set));
          },
        );
        const { status, sets, runId } = summary;
        if (options.json) printJson(summary);
        else {
          const items = sets.reduce((sum, { items }) => sum + items, 0);
          print(
            `Run ${runId} ${status.replaceAll("_", " ")}: ${count(sets.length, "set")}, ${items.toLocaleString("en-GB")} items`,
          );
        }
        if (status === "completed_with_errors") throw new Exit(exitCodes.partial);
        if (status === "failed") throw new Exit(exitCodes.failed);
      }),
    );

  knowledge
    .command("list")
    .description("what was loaded, in which version, from where")
    .option("--json", "print an array of objects")
    .action((options: { json?: true }) =>
      run(async (context) => {
        printRows(await (await context.openData()).knowledge(), columns, {
          ...options,
          empty: "Nothing but what the product brings with it. `knowledge sync attack` loads ATT&CK.",
        });
      }),
    );
}

function originOf(kind: KnowledgeKind, { from, url }: { from?: string; url?: string }): Origin {
  if (from && url) throw new Exit(exitCodes.usage, "Name --from or --url, not both");
  if (from) return { from };
  const urls = url ? [url] : knowledgeUrls[kind];
  if (urls.length === 0)
    throw new Exit(exitCodes.usage, `There is no usual address of these files; name --from or --url`);
  return { urls };
}

function describe({ name, version, items, outcome, warnings, error, origin }: SyncedSet): string {
  if (error !== null) return clean(`failed     ${origin}: ${error}`);
  const rest = warnings.length > 3 ? `; and ${warnings.length - 3} more` : "";
  const more = warnings.length > 0 ? ` (${warnings.slice(0, 3).join("; ")}${rest})` : "";
  return clean(`${outcome.padEnd(10)} ${name} ${version}: ${count(items, "item")}${more}`);
}
