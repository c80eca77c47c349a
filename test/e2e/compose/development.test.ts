import type { ChildProcess } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { hasEngine, type Installation, newInstallation, until } from "./installation.ts";

// Beside a stack that somebody works with: Linux has many loopback addresses, other systems have one.
const address = "lo" in networkInterfaces() ? "127.0.0.77" : "127.0.0.1";
const where = hasEngine ? "" : " (skipped: no Docker engine with Compose answers)";

describe.skipIf(!hasEngine)(`the development stack${where}`, () => {
  let installation: Installation;
  let up: ChildProcess;
  let told = "";

  beforeAll(async () => {
    installation = newInstallation("cti-test-dev", { CTI_DEV_ADDRESS: address });
    up = installation.start("./start_development.sh", ["--docker"]);
    for (const stream of [up.stdout, up.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => (told += text));
    await until(
      "API and client answer",
      async () => {
        if (up.exitCode !== null) throw new Error(told);
        return (await titleOfRefusal()) !== null && (await tokens()) !== null;
      },
      400_000,
    );
  });
  afterAll(async () => {
    await installation?.remove("-f", "docker-compose.dev.yml");
  });

  test("an edited route is served by itself", async () => {
    edit(installation, "packages/contract/src/problem.ts", "Sign in first", "Who are you?");
    expect(await until("the new words", async () => (await titleOfRefusal()) === "Who are you?")).toBe(true);
  });

  test("an edited file of the client is served by itself", async () => {
    edit(installation, "services/web/client/src/tokens.css", ":root", ":root /* edited just now */");
    const isNew = async (): Promise<boolean> => (await tokens())?.includes("edited just now") ?? false;
    expect(await until("the new style", isNew)).toBe(true);
  });

  test("./run_cli.sh uses it, and the samples are there", async () => {
    const { code, stdout, stderr } = await installation.run("./run_cli.sh", ["stats", "--json"]);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ articles: { total: 29 } });
  });

  test("Ctrl-C stops it and keeps its data", async () => {
    const ended = new Promise((resolve) => up.once("exit", resolve));
    up.kill("SIGINT");
    expect(await ended).toBe(130);
    const dev = ["compose", "-f", "docker-compose.dev.yml", "ps", "--quiet"];
    expect(await installation.run("docker", dev)).toMatchObject({ code: 0, stdout: "" });
    const volumes = await installation.run("docker", ["volume", "ls", "--quiet"]);
    expect(volumes.stdout).toContain("postgres_data_dev");
  });
});

/** The words of the answer to somebody without a login; null while nobody answers. */
async function titleOfRefusal(): Promise<string | null> {
  const response = await fetch(`http://${address}:5173/api/v1/session`).catch(() => null);
  if (response?.status !== 401) return null;
  return ((await response.json()) as { title: string }).title;
}

async function tokens(): Promise<string | null> {
  const response = await fetch(`http://${address}:5173/src/tokens.css`).catch(() => null);
  return response?.ok ? response.text() : null;
}

function edit({ folder }: Installation, name: string, old: string, fresh: string): void {
  const file = path.join(folder, name);
  const text = readFileSync(file, "utf8");
  expect(text).toContain(old);
  writeFileSync(file, text.replace(old, fresh));
}
