import { mkdir, statfs } from "node:fs/promises";
import path from "node:path";
import { styleText } from "node:util";

import { unknownVariables } from "@cti/config/load";
import { migrationStatus } from "@cti/db/migrate";
import { readStats } from "@cti/domain/health/stats";
import { closeDeadRuns } from "@cti/domain/runs/run-lock";
import type { Command } from "commander";

import type { Run } from "../command.ts";
import type { Context } from "../context.ts";
import { exitCodes, Exit, explain } from "../exit.ts";
import { print, printJson } from "../output.ts";
import { clean } from "../terminal/clean.ts";
import { formatBytes } from "../terminal/format.ts";

type Finding = { check: string; status: "ok" | "warning" | "error"; message: string; cure: string | null };

export function registerDoctor(program: Command, run: Run): void {
  program
    .command("doctor")
    .description("what is wrong with this installation, and the cure")
    .option("--json", "print an array of objects")
    .action((options: { json?: true }) =>
      run(async (context) => {
        context.refuseServer();
        const findings = [
          ...checkProgram(),
          ...checkConfig(context),
          ...(await checkDisk(context)),
          ...(await checkDatabase(context)),
          await checkModel(context),
        ];
        if (options.json) printJson(findings);
        else findings.forEach(printFinding);
        if (findings.some(({ status }) => status === "error")) throw new Exit(exitCodes.failed);
      }),
    );
}

function printFinding({ check, status, message, cure }: Finding): void {
  const colour = { ok: "green", warning: "yellow", error: "red" } as const;
  const mark = styleText(colour[status], status.padEnd(8), { stream: process.stdout });
  print(`${mark} ${check.padEnd(10)} ${clean(message)}${cure ? `\n${" ".repeat(20)}→ ${cure}` : ""}`);
}

function checkProgram(): Finding[] {
  const major = Number(process.versions.node.split(".")[0]);
  return [
    major >= 24
      ? ok("node", `Node ${process.versions.node}`)
      : {
          check: "node",
          status: "error",
          message: `Node ${process.versions.node} is too old`,
          cure: "run through ./run_cli.sh, which brings Node 24",
        },
  ];
}

function checkConfig({ config }: Context): Finding[] {
  const unknown = unknownVariables(config);
  const findings: Finding[] = [ok("config", "all settings are readable")];
  if (unknown.length > 0)
    findings.push({
      check: "config",
      status: "warning",
      message: `${unknown.join(", ")}: no such setting`,
      cure: "`config show` lists them; a variable is CTI_ and the key in capitals",
    });
  if (!config.settings["fetch.contact"])
    findings.push({
      check: "config",
      status: "warning",
      message: "sites cannot reach you about our requests",
      cure: "set fetch.contact to an address or a page of yours",
    });
  if (config.settings["fetch.allow"].length > 0)
    findings.push({
      check: "config",
      status: "warning",
      message: `the address guard is open for ${config.settings["fetch.allow"].join(", ")}`,
      cure: "empty fetch.allow when these are not your own hosts",
    });
  return findings;
}

async function checkDisk({ config }: Context): Promise<Finding[]> {
  const folder = path.resolve(config.root, config.settings["data_dir"]);
  try {
    await mkdir(folder, { recursive: true });
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const message = `${formatBytes(free)} free in ${folder}`;
    if (free < 200e6)
      return [
        { check: "disk", status: "error", message, cure: "make room, or set data_dir to another disk" },
      ];
    if (free < 2e9) return [{ check: "disk", status: "warning", message, cure: "make room soon" }];
    return [ok("disk", message)];
  } catch (error) {
    return [
      {
        check: "disk",
        status: "error",
        message: error instanceof Error ? error.message : String(error),
        cure: "set data_dir to a folder that you may write to",
      },
    ];
  }
}

async function checkDatabase(context: Context): Promise<Finding[]> {
  try {
    const { sql, db, url, folder } = await context.openDatabase({ anySchema: true });
    const { pending } = await migrationStatus(url);
    const [row] =
      await sql`select current_setting('server_version') as version, extract(epoch from clock_timestamp())::float8 * 1000 as now`;
    const findings = [
      ok("database", `PostgreSQL ${String(row?.["version"])}, ${folder ? "embedded" : "external"}`),
    ];
    if (pending.length > 0)
      return [
        ...findings,
        {
          check: "schema",
          status: "error",
          message: `${pending.length} migrations are pending`,
          cure: "./run_cli.sh db migrate",
        },
      ];
    findings.push(ok("schema", "up to date"), checkClock(Number(row?.["now"])));
    const dead = await closeDeadRuns(db, new Date());
    if (dead.length > 0)
      findings.push({
        check: "runs",
        status: "warning",
        message: `closed ${dead.length} whose process had died`,
        cure: null,
      });
    const { sources } = await readStats(db, new Date());
    findings.push(
      sources.total === 0
        ? { check: "sources", status: "warning", message: "there is none", cure: "./run_cli.sh init" }
        : ok("sources", `${sources.enabled} enabled, ${sources.due} due`),
    );
    if (sources.failing > 0)
      findings.push({
        check: "sources",
        status: "warning",
        message: `${sources.failing} are failing`,
        cure: "./run_cli.sh sources list --failing, then sources test NAME",
      });
    return findings;
  } catch (error) {
    return [
      {
        check: "database",
        status: "error",
        message: explain(error).message,
        cure: "check DATABASE_URL, or the log beside the embedded database",
      },
    ];
  }
}

/** Everything else works without it. */
async function checkModel(context: Context): Promise<Finding> {
  const { status, message } = await (await context.openModels()).check();
  if (status === "off") return ok("model", "none is configured; everything else works without it");
  if (status === "ok") return ok("model", message);
  const cure = status === "missing" ? "./run_cli.sh models pull" : "docs/local-model.md, or empty OLLAMA_URL";
  return { check: "model", status: "warning", message, cure };
}

function checkClock(databaseNow: number): Finding {
  const skew = Math.abs(Date.now() - databaseNow);
  if (new Date().getUTCFullYear() < 2025)
    return {
      check: "clock",
      status: "error",
      message: `this machine believes it is ${new Date().toISOString()}`,
      cure: "set the clock",
    };
  return skew > 2_000
    ? {
        check: "clock",
        status: "warning",
        message: `this machine and the database differ by ${Math.round(skew)} ms`,
        cure: "synchronise both with NTP",
      }
    : ok("clock", `agrees with the database within ${Math.ceil(skew)} ms`);
}

function ok(check: string, message: string): Finding {
  return { check, status: "ok", message, cure: null };
}
