import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";

import { afterEach, beforeEach, expect, test } from "vitest";

import { openLogFiles } from "./log-files.ts";
import { createLogger } from "./logger.ts";

let dir = "";
let clock = 0;
let notices: string[] = [];
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "cti-logs-"));
  clock = Date.parse("2026-11-20T23:59:58Z");
  notices = [];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const open = (more: { keepDays?: number; dir?: string } = {}): ReturnType<typeof openLogFiles> =>
  openLogFiles({
    dir,
    name: "cti_daemon",
    keepDays: 30,
    now: () => new Date(clock),
    notice: (line) => void notices.push(line),
    ...more,
  });
const inDir = (name: string): string => path.join(dir, name);
const linesOf = (name: string): string[] => readFileSync(inDir(name), "utf8").split("\n").slice(0, -1);

test("lines are in the file of their day as soon as they are written", async () => {
  const files = open();
  files.write("one\n");
  expect(linesOf("cti_daemon_20261120.log")).toEqual(["one"]);
  clock += 2_000;
  files.write("two\n");
  expect(linesOf("cti_daemon_20261120.log")).toEqual(["one"]);
  expect(linesOf("cti_daemon_20261121.log")).toEqual(["two"]);
  await files.close();
});

test("only the account and its group may read, and an existing file is added to", async () => {
  writeFileSync(inDir("cti_daemon_20261120.log"), "before\ncut off");
  const files = open();
  files.write("after\n");
  clock += 86_400_000;
  files.write("x\n");
  await files.close();
  expect(linesOf("cti_daemon_20261120.log")).toEqual(["before", "cut off", "after"]);
  expect(statSync(inDir("cti_daemon_20261121.log")).mode & 0o137).toBe(0);
});

test("files are gzipped from the day before yesterday on and deleted when they are too old", async () => {
  for (const day of ["20261120", "20261119", "20261118", "20261022", "20261021", "20261020"])
    writeFileSync(inDir(`cti_daemon_${day}.log`), `of ${day}\n`);
  writeFileSync(inDir("cti_daemon_20250101.log.gz"), "x");
  for (const other of ["other_20200101.log", "cti_daemon_20200101.txt", "cti_daemon_99999999.log"])
    writeFileSync(inDir(other), "x");
  await open({ keepDays: 30 }).close();
  expect(readdirSync(dir).sort()).toEqual([
    "cti_daemon_20200101.txt",
    "cti_daemon_20261021.log.gz",
    "cti_daemon_20261022.log.gz",
    "cti_daemon_20261118.log.gz",
    "cti_daemon_20261119.log",
    "cti_daemon_20261120.log",
    "cti_daemon_99999999.log",
    "other_20200101.log",
  ]);
  expect(gunzipSync(readFileSync(inDir("cti_daemon_20261118.log.gz"))).toString()).toBe("of 20261118\n");
  expect(notices).toEqual([]);
});

test("midnight tidies up by itself, and a day that was filled twice keeps both parts", async () => {
  writeFileSync(inDir("cti_daemon_20261119.log"), "second part\n");
  writeFileSync(inDir("cti_daemon_20261119.log.gz"), "first part");
  const files = open();
  clock += 2_000;
  files.write("x\n");
  await files.close();
  expect(existsSync(inDir("cti_daemon_20261119.log"))).toBe(false);
  expect(gunzipSync(readFileSync(inDir("cti_daemon_20261119.log.1.gz"))).toString()).toBe("second part\n");
  expect(readFileSync(inDir("cti_daemon_20261119.log.gz"), "utf8")).toBe("first part");
});

test("a link in place of a file is not followed, neither to write nor to gzip, and is told of once", async () => {
  const outside = mkdtempSync(path.join(tmpdir(), "cti-outside-"));
  writeFileSync(path.join(outside, "secret"), "secret");
  symlinkSync(path.join(outside, "secret"), inDir("cti_daemon_20261120.log"));
  symlinkSync(path.join(outside, "secret"), inDir("cti_daemon_20261110.log"));
  symlinkSync(path.join(outside, "secret"), inDir("cti_daemon_20200101.log"));
  const files = open();
  for (let n = 0; n < 5; n += 1) files.write("line\n");
  clock += 2_000;
  files.write("next day\n");
  await files.close();
  expect(readFileSync(path.join(outside, "secret"), "utf8")).toBe("secret");
  expect(readdirSync(outside)).toEqual(["secret"]);
  expect(existsSync(inDir("cti_daemon_20200101.log"))).toBe(false);
  expect(readdirSync(dir).filter((name) => name.includes("20261110"))).toEqual(["cti_daemon_20261110.log"]);
  expect(notices.filter((line) => line.includes("cannot be written"))).toHaveLength(1);
  expect(linesOf("cti_daemon_20261121.log").at(-1)).toBe("next day");
  rmSync(outside, { recursive: true });
});

test("when the folder vanishes a new one is made, and nothing is written into the void for long", async () => {
  clock -= 3_600_000;
  const files = open();
  files.write("one\n");
  renameSync(dir, `${dir}-gone`);
  clock += 2_000;
  files.write("two\n");
  expect(linesOf("cti_daemon_20261120.log")).toEqual(["two"]);
  rmSync(`${dir}-gone`, { recursive: true });
  rmSync(dir, { recursive: true });
  clock += 2_000;
  files.write("three\n");
  await files.close();
  expect(linesOf("cti_daemon_20261120.log")).toEqual(["three"]);
  expect(notices).toEqual([]);
});

test("a folder that cannot be written is told of once, and the lines that are missing are counted", async () => {
  const blocked = inDir("blocked");
  writeFileSync(blocked, "a file where the folder should be");
  const files = open({ dir: blocked });
  files.write("one\n");
  clock += 2_000;
  files.write("two\n");
  rmSync(blocked);
  clock += 1;
  files.write("three\n");
  clock += 2_000;
  files.write("four\n");
  files.write("five\n");
  await files.close();
  expect(linesOf("blocked/cti_daemon_20261121.log")).toEqual([
    expect.stringContaining("3 log lines are missing here."),
    "four",
    "five",
  ]);
  expect(notices.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    expect.stringMatching(/^The log file in .*blocked cannot be written: .*(EEXIST|ENOTDIR)/),
    expect.stringContaining("can be written again; 3 lines are missing"),
  ]);
});

test("when no byte more can be written the process goes on, and a cut line swallows none after it", async () => {
  const script = `
    const { openLogFiles } = await import(${JSON.stringify(import.meta.resolve("./log-files.ts"))});
    const now = () => new Date(${clock});
    const files = openLogFiles({ dir: ${JSON.stringify(dir)}, name: "cti_daemon", keepDays: 30, now });
    for (let n = 0; n < 200; n += 1) files.write(JSON.stringify({ n, text: "x".repeat(100) }) + "\\n");
    await files.close();
    process.stdout.write("alive");`;
  // A limit on the size of a file fails as a full disk does, in the middle of a line.
  const child = spawnSync(
    "sh",
    ["-c", 'ulimit -f 8; exec "$0" --input-type=module -e "$1"', process.execPath, script],
    {
      encoding: "utf8",
      timeout: 30_000,
    },
  );
  expect(child.stdout).toBe("alive");
  expect(child.stderr.match(/cannot be written: /g)).toHaveLength(1);
  const files = open();
  files.write('{"n":"after"}\n');
  await files.close();
  const lines = linesOf("cti_daemon_20261120.log");
  expect(lines.at(-1)).toBe('{"n":"after"}');
  expect(lines.slice(0, -2).every((line) => line.startsWith("{") && line.endsWith("}"))).toBe(true);
});

test("a logger writes the same lines to stderr and to the file", async () => {
  mkdirSync(inDir("logs"));
  const files = open({ dir: inDir("logs") });
  const lines: string[] = [];
  const log = createLogger({
    level: "warn",
    debug: true,
    format: "json",
    name: "cti",
    destination: { write: (line) => void lines.push(line) },
    also: [files],
  });
  log.debug({ title: "a\nb\u001b[2J" }, "seen");
  await files.close();
  expect(lines).toHaveLength(1);
  expect(readFileSync(inDir("logs/cti_daemon_20261120.log"), "utf8")).toBe(lines[0]);
});
