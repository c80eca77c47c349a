import path from "node:path";
import type { Readable } from "node:stream";

import { findBackup, openBackupFile } from "@cti/domain/backup/backup-folder";
import { restoreBackup, type Restored } from "@cti/domain/backup/restore-backup";
import type { Command } from "commander";

import { accountName } from "../account-name.ts";
import type { Run } from "../command.ts";
import type { Context } from "../context.ts";
import { note, print, printJson } from "../output.ts";
import { askTyped } from "../terminal/ask-typed.ts";
import { createBackupProgress } from "../terminal/backup-progress.ts";
import { count, formatDuration, formatTime } from "../terminal/format.ts";
import { createWith, depsOf, describe, openOwner, withIdentity } from "./backup-parts.ts";

type RestoreFlags = { replace?: true; yes?: true; force?: true; identity?: string; json?: true };

export function registerRestore(backup: Command, run: Run): void {
  backup
    .command("restore")
    .description(
      "load a backup into an empty database and bring its schema up to date; stop all services before",
    )
    .argument("<file>", "a name that `backup list` shows, a path, latest, or - for stdin")
    .option("--replace", "also when the database holds something, which is saved to a backup first")
    .option("-y, --yes", "replace it without asking")
    .option("--force", "although processes use the database")
    .option("--identity <file>", "where the private key stands")
    .option("--json", "print one object")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh backup restore latest\n  $ ./run_cli.sh backup restore cti.tar.age --identity key.txt --replace",
    )
    .action((wanted: string, flags: RestoreFlags) => run((context) => restore(context, wanted, flags)));
}

async function restore(context: Context, wanted: string, flags: RestoreFlags): Promise<void> {
  const { database, settings, isCurrent } = await openOwner(context);
  const keys = await withIdentity(settings.keys, flags.identity);
  const { source, name, close } = await openSource(settings.folder, wanted);
  const progress = createBackupProgress(process.stderr);
  const saveFirst = async (backup: { created_at: string }): Promise<void> => {
    const held = new URL(database.url).pathname.slice(1);
    const question = `Everything in the database ${held} is replaced by the backup of ${formatTime(backup.created_at)}.`;
    if (!flags.yes) await askTyped(held, question);
    const saved = await createWith({ database, settings, to: settings.folder, record: isCurrent });
    note(`What was there is saved in ${saved.file} (${describe(saved)})`);
  };
  try {
    const restored = await restoreBackup(depsOf(database), {
      source,
      name,
      keys,
      actor: accountName(),
      replace: flags.replace ? saveFirst : null,
      force: flags.force ?? false,
      onProgress: progress.tell,
    });
    progress.end();
    if (flags.json) printJson(toResult(restored));
    else tell(restored);
  } finally {
    progress.end();
    await close();
  }
}

function tell({ manifest, tables, rows, foreign, sessions, durationMs }: Restored): void {
  print(
    `restored ${count(tables, "table")} with ${count(rows, "row")} of ${formatTime(manifest.created_at)} in ${formatDuration(durationMs)}`,
  );
  for (const table of foreign) note(`The table ${table} is not one of the product and was left out.`);
  note(`${count(sessions, "session")} ended: everybody signs in again. API tokens work as they did then.`);
}

function toResult(restored: Restored): Record<string, unknown> {
  const { runId, manifest, tables, rows, foreign, sessions, durationMs } = restored;
  return {
    run_id: runId,
    created_at: manifest.created_at,
    version: manifest.version,
    migrations: manifest.migrations,
    tables,
    rows,
    left_out: foreign,
    sessions_ended: sessions,
    duration_ms: durationMs,
  };
}

async function openSource(
  folder: string,
  wanted: string,
): Promise<{ source: Readable; name: string; close: () => Promise<void> }> {
  if (wanted === "-") return { source: process.stdin, name: "stdin", close: () => Promise.resolve() };
  const file = await findBackup(folder, wanted);
  const handle = await openBackupFile(file);
  const source = handle.createReadStream({ autoClose: false, highWaterMark: 1_048_576 });
  return { source, name: path.basename(file), close: () => handle.close() };
}
