import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

export type Ended = { code: number | null; stdout: string; stderr: string };
export type Started = { child: ChildProcess; ended: Promise<Ended> };

/** A fresh data folder and the command line that uses it, as a user's shell would start it. */
export function newInstallation(environment: Record<string, string> = {}): {
  folder: string;
  start: (...args: string[]) => Started;
  run: (...args: string[]) => Promise<Ended>;
} {
  const folder = mkdtempSync(path.join(tmpdir(), "cti-e2e-"));
  const start = (...args: string[]): Started => {
    const child = spawn(process.execPath, [path.join(root, "services/cli/src/main.ts"), ...args], {
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: folder,
        CTI_DATA_DIR: folder,
        CTI_LOG_LEVEL: "warn",
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const ended = new Promise<Ended>((resolve) =>
      child.once("close", (code) => resolve({ code, stdout, stderr })),
    );
    return { child, ended };
  };
  return { folder, start, run: (...args) => start(...args).ended };
}
