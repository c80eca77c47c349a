import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { openDatabase } from "../open.ts";
import { joinEmbeddedServer, runningPort } from "./server.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "cti-embedded-"));
});
afterEach(async () => {
  const server = await joinEmbeddedServer(folder);
  await server.leave();
  rmSync(folder, { recursive: true, force: true });
});

const data = (): string => path.join(folder, "postgres");
const open = (): ReturnType<typeof openDatabase> =>
  openDatabase({ url: null, dataDir: folder, poolSize: 2, name: "test" });

test("several users share one server, and the last one to leave stops it", async () => {
  const [one, two] = await Promise.all([open(), open()]);
  expect(one.url).toBe(two.url);
  await one.close();
  expect(await two.sql`select count(*)::int as n from sources`).toMatchObject([{ n: 0 }]);
  expect(runningPort(data())).not.toBeNull();
  await two.close();
  expect(runningPort(data())).toBeNull();
});

test("a server that was killed is started again with its data", async () => {
  const first = await open();
  await first.sql`insert into settings (key, value) values ('kept', '1')`;
  const pid = Number(readFileSync(path.join(data(), "postmaster.pid"), "utf8").split("\n")[0]);
  process.kill(pid, "SIGKILL");
  await first.close().catch(() => undefined);
  expect(existsSync(path.join(data(), "postmaster.pid"))).toBe(true);
  const second = await open();
  expect(await second.sql`select key from settings`).toMatchObject([{ key: "kept" }]);
  await second.close();
});

test("a stale PID file whose number belongs to another program does not keep the server from starting", async () => {
  await (await open()).close();
  writeFileSync(
    path.join(data(), "postmaster.pid"),
    `${process.pid}\n${data()}\n1\n5432\n\n127.0.0.1\n\nready\n`,
  );
  const again = await open();
  expect(await again.sql`select 1 as one`).toMatchObject([{ one: 1 }]);
  await again.close();
});

test("a member that is killed does not count any more", async () => {
  const script = `
    const { openDatabase } = await import(${JSON.stringify(path.resolve(import.meta.dirname, "../open.ts"))});
    await openDatabase({ url: null, dataDir: ${JSON.stringify(folder)}, poolSize: 2, name: "victim" });
    console.log("ready");
    setInterval(() => {}, 1000);`;
  const victim = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await firstLine(victim);
  const survivor = await open();
  victim.kill("SIGKILL");
  await new Promise((resolve) => victim.once("exit", resolve));
  await expect
    .poll(
      async () =>
        (
          await survivor.sql`select 1 from pg_stat_activity where application_name like ${`cti ${victim.pid}%`}`
        ).length,
      { timeout: 10_000 },
    )
    .toBe(0);
  await survivor.close();
  expect(runningPort(data())).toBeNull();
});

function firstLine(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.stdout?.once("data", () => resolve()));
}
