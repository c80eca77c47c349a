import path from "node:path";

import { asRun } from "@cti/domain/backup/as-run";
import { type BackupFile, findBackup, listBackups } from "@cti/domain/backup/backup-folder";
import type { CreatedBackup } from "@cti/domain/backup/create-backup";
import { pruneBackups } from "@cti/domain/backup/prune-backups";
import { verifyBackup } from "@cti/domain/backup/verify-backup";
import { backupSettings } from "@cti/wiring/backup-settings";
import { type Command, InvalidArgumentError } from "commander";

import { accountName } from "../account-name.ts";
import type { Run } from "../command.ts";
import type { Context } from "../context.ts";
import { exitCodes, Exit } from "../exit.ts";
import { note, print, printJson, printRows } from "../output.ts";
import { createBackupProgress } from "../terminal/backup-progress.ts";
import { count, formatBytes, formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";
import { createWith, depsOf, describe, openOwner, withIdentity } from "./backup-parts.ts";
import { registerRestore } from "./backup-restore.ts";

const columns: Column<BackupFile>[] = [
  { title: "backup", value: ({ name }) => name },
  { title: "made", value: ({ at }) => formatTime(at) },
  { title: "size", value: ({ bytes }) => formatBytes(bytes), right: true },
  { title: "encrypted", value: ({ encrypted }) => (encrypted ? "yes" : "no") },
];

export function registerBackup(program: Command, run: Run): void {
  const backup = program.command("backup").description("everything in the database in one file, and back");
  registerCreate(backup, run);

  backup
    .command("list")
    .description("the backups that are there")
    .option("--json", "print an array of objects")
    .action((options: { json?: true }) =>
      run(async (context) => {
        context.refuseServer();
        const { folder } = backupSettings(context.config);
        const backups = await listBackups(folder);
        if (options.json) return printJson(backups.map(toJson));
        printRows(backups, columns, {
          empty: `There is no backup in ${folder}; \`backup create\` makes one.`,
        });
      }),
    );

  registerVerify(backup, run);
  registerRestore(backup, run);
  registerPrune(backup, run);
}

function registerCreate(backup: Command, run: Run): void {
  backup
    .command("create")
    .description("write everything, of all tenants, as it is at this moment; others go on working")
    .option("--to <folder>", "write it there; - writes to stdout")
    .option("--json", "print one object")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh backup create\n  $ ./run_cli.sh backup create --to - | ssh vault 'cat > cti.tar'",
    )
    .action((options: { to?: string; json?: true }) =>
      run(async (context) => {
        const toStdout = options.to === "-";
        if (toStdout && (options.json || process.stdout.isTTY))
          throw new Exit(
            exitCodes.usage,
            "--to - writes the backup to stdout: send it into a file or a program",
          );
        const { database, settings, isCurrent } = await openOwner(context);
        const { folder } = settings;
        const target = toStdout ? process.stdout : path.resolve(options.to ?? folder);
        const made = await createWith({ database, settings, to: target, record: isCurrent });
        if (options.json)
          return printJson({ ...toResult(made), ...(made.runId !== null && { run_id: made.runId }) });
        if (!toStdout) print(made.file ?? made.name);
        note(describe(made));
      }),
    );
}

function registerVerify(backup: Command, run: Run): void {
  backup
    .command("verify")
    .description("restore a backup beside the database for a trial, compare everything, and drop it again")
    .argument("<file>", "a name that `backup list` shows, a path, or latest")
    .option("--checksums", "only read the file; needs no database")
    .option("--identity <file>", "where the private key stands")
    .option("--json", "print one object")
    .action((wanted: string, options: { checksums?: true; identity?: string; json?: true }) =>
      run(async (context) => {
        context.refuseServer();
        const { folder, keys: configured } = backupSettings(context.config);
        const keys = await withIdentity(configured, options.identity);
        const file = await findBackup(folder, wanted);
        const progress = createBackupProgress(process.stderr);
        const verify = (url: string | null): ReturnType<typeof verifyBackup> =>
          verifyBackup(file, { keys, url, onProgress: progress.tell }).finally(progress.end);
        const verified = options.checksums ? await verify(null) : await tryOut(context, file, verify);
        const { manifest, rows, restored } = verified;
        const tables = Object.keys(verified.tables).length;
        if (options.json)
          return printJson({
            file,
            created_at: manifest.created_at,
            version: manifest.version,
            migrations: manifest.migrations,
            restored,
            rows,
            tables: verified.tables,
          });
        print(
          `${path.basename(file)}: ${count(tables, "table")} with ${count(rows, "row")} ${restored ? "restored, read back and" : "read,"} all as they were written (${formatTime(manifest.created_at)}, version ${manifest.version})`,
        );
      }),
    );
}

async function tryOut(
  context: Context,
  file: string,
  verify: (url: string) => ReturnType<typeof verifyBackup>,
): ReturnType<typeof verifyBackup> {
  const { database, isCurrent } = await openOwner(context);
  if (!isCurrent) return verify(database.url);
  const action = { action: "verify", actor: accountName(), params: { name: path.basename(file) } };
  return asRun(depsOf(database), action, async () => {
    const result = await verify(database.url);
    return { result, metrics: { rows: result.rows } };
  });
}

function registerPrune(backup: Command, run: Run): void {
  backup
    .command("prune")
    .description("remove old backups; the newest always stays")
    .option("--keep-daily <days>", "keep the newest of so many days", parseSpan)
    .option("--keep-weekly <weeks>", "and of so many weeks", parseSpan)
    .option("--dry-run", "only say which")
    .option("--json", "print one object")
    .action((options: { keepDaily?: number; keepWeekly?: number; dryRun?: true; json?: true }) =>
      run(async (context) => {
        context.refuseServer();
        const { folder, keep } = backupSettings(context.config);
        const policy = { daily: options.keepDaily ?? keep.daily, weekly: options.keepWeekly ?? keep.weekly };
        const dryRun = options.dryRun ?? false;
        const prune = (): ReturnType<typeof pruneBackups> => pruneBackups(folder, policy, { dryRun });
        const pruned = dryRun ? await prune() : await pruneAsRun(context, prune);
        if (options.json)
          return printJson({
            kept: pruned.keep.map(({ backup: kept, because }) => ({ ...toJson(kept), because })),
            removed: pruned.removed.map(toJson),
            dry_run: dryRun,
          });
        for (const { name } of pruned.removed) print(name);
        note(
          `${dryRun ? "Would remove" : "Removed"} ${count(pruned.removed.length, "backup")} (${formatBytes(pruned.bytes)}), ${count(pruned.keep.length, "backup")} stay`,
        );
      }),
    );
}

async function pruneAsRun(
  context: Context,
  prune: () => ReturnType<typeof pruneBackups>,
): ReturnType<typeof pruneBackups> {
  const { database, isCurrent } = await openOwner(context);
  if (!isCurrent) return prune();
  return asRun(depsOf(database), { action: "prune", actor: accountName() }, async () => {
    const result = await prune();
    return {
      result,
      metrics: { removed: result.removed.length, bytes: result.bytes, kept: result.keep.length },
    };
  });
}

function toResult({
  name,
  file,
  bytes,
  sha256,
  encrypted,
  tables,
  rows,
  durationMs,
}: CreatedBackup): Record<string, unknown> {
  return { name, file, bytes, sha256, encrypted, tables, rows, duration_ms: durationMs };
}

function toJson({ name, file, at, bytes, encrypted }: BackupFile): Record<string, unknown> {
  return { name, file, created_at: at, bytes, encrypted };
}

function parseSpan(text: string): number {
  const number = Number(text);
  if (/^\d{1,4}$/.test(text)) return number;
  throw new InvalidArgumentError("Write a whole number from 0 to 9999.");
}
