import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";

import { joinEmbeddedServer } from "@cti/db/embedded/server";
import { buildFeed } from "@cti/testing/build-feed";
import { type FixtureWeb, fixtureWeb } from "@cti/testing/fixture-web";
import { type OllamaDouble, ollamaDouble } from "@cti/testing/ollama-double";
import { waitFor } from "@cti/testing/wait-for";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { newInstallation } from "./cli.ts";
import { type Ended, runHere } from "./here.ts";

const root = path.resolve(import.meta.dirname, "../..");

const told = "The group Amber Newt broke into two shipping firms through a forgotten VPN account";
const beginning = `${told}. Nobody had used it since 2019.`;

let web: FixtureWeb;
let ollama: OllamaDouble;
let installation: ReturnType<typeof newInstallation>;
let database: Awaited<ReturnType<typeof joinEmbeddedServer>>;
const children: ChildProcess[] = [];

const run = (environment: Record<string, string>, ...args: string[]): Promise<Ended> =>
  runHere(installation.folder, environment, ...args);

const here = (): Record<string, string> => ({
  CTI_DATA_DIR: installation.folder,
  CTI_FETCH_ALLOW: web.host,
  OLLAMA_URL: ollama.url,
});
const locally = (...args: string[]): Promise<Ended> => run(here(), ...args);

async function read<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await locally(...args, "--json");
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** One sentence that the text bears out, and one that it does not. */
function answer(): string {
  const text = "Amber Newt broke into two shipping firms through a forgotten VPN account.";
  const invented = "The attackers stole four terabytes of customer records from the port authority";
  const sentences = [
    { quotes: [told], text },
    { quotes: [invented], text: `${invented}.` },
  ];
  return JSON.stringify({ sentences });
}

beforeAll(async () => {
  web = await fixtureWeb();
  ollama = await ollamaDouble();
  installation = newInstallation();
  database = await joinEmbeddedServer(installation.folder);
  const entries = ["one", "two", "three", "four"].map((name) => ({
    title: `Amber Newt, part ${name}`,
    path: `/${name}`,
  }));
  web.on("/feed.xml", { type: "application/rss+xml", body: buildFeed(web.origin, entries) });
  for (const [at, { title, path: place }] of entries.entries())
    web.on(place, {
      body: `<html><head><title>${title}</title></head><body><article><h1>${title}</h1>${[beginning, ...filler(at)].map((text) => `<p>${text}</p>`).join("")}</article></body></html>`,
    });
  await locally("sources", "add", `${web.origin}/feed.xml`, "--kind", "rss", "--slug", "newt");
  const collected = await locally("collect");
  if (collected.code !== 0) throw new Error(collected.stderr);
});

/** So that the articles are four texts and no twins. */
function filler(at: number): string[] {
  const subject = ["harbour", "reservoir", "library", "orchard"][at] ?? "";
  const word = (place: number): string => `${subject}${String.fromCharCode(97 + (place % 26))}${place % 7}`;
  return Array.from({ length: 12 }, (_, line) => {
    const words = Array.from({ length: 12 }, (_each, place) => word(line * 12 + place));
    return `The ${subject} report goes on: ${words.join(" ")}.`;
  });
}

beforeEach(() => {
  ollama.heal();
  ollama.onChat(answer);
});

afterAll(async () => {
  for (const child of children) {
    const gone = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGTERM");
    await gone;
  }
  await database.leave();
  await web.close();
  await ollama.close();
  rmSync(installation.folder, { recursive: true, force: true });
});

test("without a model everything says so, with the cure, and searching goes by words", async () => {
  const off = { ...here(), OLLAMA_URL: "" };
  for (const line of ["analyze 1", "analyze --top 3", "embed", "models list", "models pull"])
    expect(await run(off, ...line.split(" ")), line).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("set OLLAMA_URL"),
    });
  expect(await run(off, "models", "check")).toMatchObject({
    code: 5,
    stdout: expect.stringContaining("off"),
  });
  expect(await run(off, "doctor")).toMatchObject({
    stdout: expect.stringMatching(/ok +model +none is configured/),
  });
  const found = await run(off, "search", "--meaning", "who broke into shipping firms");
  expect(found).toMatchObject({ code: 0, stderr: expect.stringContaining("found by the words") });
  expect(found.stdout).toContain("Amber Newt");
  expect(await run(off, "analyze", "1", "--dry-run")).toMatchObject({ code: 0 });
});

test("models are checked, pulled with their progress, and listed with their use", async () => {
  ollama.models.delete("mistral");
  const missing = await locally("models", "check");
  expect(missing).toMatchObject({ code: 5, stdout: expect.stringContaining("models pull mistral") });
  expect(await locally("analyze", "1")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("models pull"),
  });
  const pulled = await locally("models", "pull");
  expect(pulled).toMatchObject({ code: 0, stdout: "" });
  expect(pulled.stderr).toContain("mistral: pulling 0011aabb 25 % of 4.00 GB");
  expect(pulled.stderr).toContain("Fetched: mistral.");
  expect(ollama.sent("/api/pull")).toHaveLength(1);
  expect(await locally("models", "pull")).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("are there"),
  });
  expect(await locally("models", "pull", "Robert'); drop")).toMatchObject({ code: 2 });
  expect(await locally("models", "check")).toMatchObject({ code: 0 });
  expect((await locally("models", "list")).stdout).toMatch(/^mistral:latest +analyses +4\.00 GB/m);
  expect(await locally("doctor")).toMatchObject({ stdout: expect.stringMatching(/ok +model +Ollama/) });
  ollama.fault("/api/pull", { errorLine: "no space left on device", after: 1 });
  expect(await locally("models", "pull", "qwen3:8b")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("no space left on device"),
  });
});

test("a summary says what the text bears out with its quotes, and apart from it what it does not", async () => {
  const { code, stdout, stderr } = await locally("analyze", "1");
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(
    /What the text says\n {2}Summary\n +1\. Amber Newt broke into two shipping firms .* \[1\]\n/,
  );
  expect(stdout).toContain(`[1] article 1: “${told}”`);
  expect(stdout).toMatch(/Unsupported: .*\n +2\. The attackers stole .*\n +unsupported: its quote/);
  expect(stdout).toMatch(/read 1 of 1 parts, 100 % of the text\nanalysis \d+ · mistral · summary-2 · /);
  expect(stderr).toMatch(/part 1 of 1 done · \d+ words · /);

  const asked = ollama.sent("/api/chat").length;
  const again = await locally("analyze", "article:1");
  expect(again).toMatchObject({ code: 0, stdout, stderr: expect.stringContaining("was there already") });
  expect(ollama.sent("/api/chat")).toHaveLength(asked);
  const forced = await read<{ id: number; claims: { status: string; evidence: object[] }[] }>(
    "analyze",
    "1",
    "--force",
  );
  expect(forced.claims).toMatchObject([{ status: "supported" }, { status: "unsupported", evidence: [] }]);
  expect(ollama.sent("/api/chat")).toHaveLength(asked + 1);
});

test("--stream writes the words as they come, before they are checked", async () => {
  const { code, stdout, stderr } = await locally("analyse", "2", "--stream");
  expect(code, stderr).toBe(0);
  expect(stdout.indexOf("Amber Newt broke into")).toBeLessThan(stdout.indexOf("What the text says"));
  expect(stdout.slice(0, stdout.indexOf("What the text says"))).not.toContain("{");
  expect(stderr).toContain("unchecked");
  expect(await locally("analyze", "2", "--stream", "--json")).toMatchObject({ code: 2, stdout: "" });
});

test("--dry-run shows the prompt and an estimate of its tokens, and asks nothing", async () => {
  const asked = ollama.sent("/api/chat").length;
  const { code, stdout } = await locally("analyze", "3", "--kind", "hunt", "--dry-run");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^mistral · hunt-\d+ · about [\d,]+ tokens in 1 of 1 parts, 8,192 at a time\n/);
  expect(stdout).toContain("--- system\n");
  expect(stdout).toContain(told);
  const preview = await read<{ parts: object[]; cached_id: null }>(
    "analyze",
    "3",
    "--kind",
    "hunt",
    "--dry-run",
  );
  expect(preview).toMatchObject({ parts: [{ article_id: 3, read: true }], cached_id: null });
  expect(ollama.sent("/api/chat")).toHaveLength(asked);
});

test("what is said wrong is refused before anything is asked", async () => {
  for (const line of [
    "",
    "1 --story 2",
    "1 --top 3",
    "story:x",
    "--top 3 --force",
    "--top 101",
    "1 --kind poem",
  ]) {
    const ended = await locally("analyze", ...line.split(" ").filter(Boolean));
    expect(ended, line).toMatchObject({ code: 2, stdout: "" });
  }
  expect(await locally("analyze", "9999")).toMatchObject({ code: 1, stdout: "" });
});

test("a model that is away ends it with 5 and leaves nothing queued; what was answered before is still there", async () => {
  const away = { ...here(), OLLAMA_URL: "http://127.0.0.1:1" };
  for (const line of [
    "analyze 4",
    "analyze --top 3",
    "models list",
    "models check",
    "models pull --wait 1s",
  ]) {
    const { code } = await run(away, ...line.split(" "));
    expect(code, line).toBe(5);
  }
  expect(await run(away, "analyze", "1")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("What the text says"),
  });
  const open = await read<unknown[]>("analyses", "list", "--status", "queued");
  expect(open).toEqual([]);
  ollama.fault("/api/chat", { status: 500 }, 3);
  expect(await locally("analyze", "4")).toMatchObject({ code: 1 });
  expect(await read("analyses", "list", "--article", "4")).toMatchObject([{ status: "failed" }]);
});

test("Ctrl-C hangs up on the model, ends with 130, and the analysis is cancelled", async () => {
  ollama.fault("/api/chat", { hangAfter: 2 });
  const cli = newInstallation(here());
  const { child, ended } = cli.start("analyze", "4", "--kind", "summary");
  const before = ollama.sent("/api/chat").length;
  await waitFor(() => {
    expect(ollama.sent("/api/chat").length).toBeGreaterThan(before);
  });
  child.kill("SIGINT");
  const { code, stderr } = await ended;
  expect(code, stderr).toBe(130);
  expect(ollama.sent("/api/chat").at(-1)).toMatchObject({ state: "cancelled" });
  expect(await read("analyses", "list", "--article", "4", "--limit", "1")).toMatchObject([
    { status: "cancelled" },
  ]);
  rmSync(cli.folder, { recursive: true, force: true });
});

test("--top asks about the stories that rank highest, and says when some failed", async () => {
  const [story] = await read<{ id: number }[]>("stories", "list");
  await locally("stories", "split", String(story?.id), "2");
  await locally("pipeline", "run", "--stage", "article_ranker", "--all");
  expect(await read("stories", "list")).toHaveLength(2);
  ollama.fault("/api/chat", { status: 400 });
  const partly = await locally("analyze", "--top", "2", "--json");
  expect(partly).toMatchObject({ code: 3, stderr: expect.stringContaining("1 story done, 1 failed.") });
  expect(JSON.parse(partly.stdout)).toMatchObject([
    { subject: "story", claims: [{ status: "supported" }, {}] },
  ]);
  const rest = await locally("analyze", "--top", "2");
  expect(rest).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("1 story of these had one already"),
  });
  expect(rest.stdout).toMatch(/^Summary of story \d+\n/);
  expect(await locally("analyze", "--top", "2")).toMatchObject({
    code: 0,
    stdout: "",
    stderr: expect.stringContaining("There is nothing to ask about"),
  });
});

test("verdicts are counted by prompt and model", async () => {
  const id = String((await read<{ id: number }>("analyze", "1")).id);
  expect(await locally("analyses", "rate", id, "up")).toMatchObject({ code: 0 });
  expect(await locally("analyses", "rate", id, "--claim", "2", "rejected")).toMatchObject({ code: 0 });
  expect(await locally("analyses", "rate", id, "--claim", "2", "up")).toMatchObject({ code: 2 });
  expect(await locally("analyses", "rate", id, "--claim", "99", "accepted")).toMatchObject({ code: 2 });
  expect((await locally("analyses", "show", id)).stdout).toMatch(/\(rejected 1\)[\s\S]*up 1/);
  const [line] = await read<Record<string, unknown>[]>("models", "report");
  expect(line).toMatchObject({ kind: "summary", model: "mistral", up: 1, rejected: 1 });
  expect((await locally("models", "report")).stdout).toMatch(/BORNE OUT[\s\S]* 50 % /);
  await locally("analyses", "rate", id, "none");
  expect((await locally("analyses", "show", id)).stdout).not.toContain("up 1");
});

test("articles are embedded, and found by what they mean", async () => {
  expect(await locally("embed", "--limit", "2")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^2 new/),
  });
  expect(await locally("embed")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^2 new/) });
  expect(await locally("embed")).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("Nothing is due"),
  });
  const similar = await read<{ basis: string; items: { article: { id: number } }[] }>(
    "articles",
    "similar",
    "1",
  );
  expect(similar.basis).toBe("meaning");
  expect(new Set(similar.items.map(({ article }) => article.id))).toEqual(new Set([2, 3, 4]));
  const near = await locally("search", "--meaning", "people who keep orchards", "-n", "1");
  expect(near).toMatchObject({ code: 0, stderr: "" });
  expect(near.stdout).toMatch(/^NEAR/);
  expect(await locally("search", "--meaning", "x", "--order", "newest")).toMatchObject({ code: 2 });
  expect(await locally("search", "--meaning", "x", "-n", "101")).toMatchObject({ code: 2 });
  for (const blank of ["", "  \t"])
    expect(await locally("search", "--meaning", blank)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Write what you look for, such as --meaning"),
    });
  expect(await locally("articles", "similar", "99999")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("There is no article 99999; `articles list` shows them"),
  });
  expect(await locally("stories", "proposals", "1")).toMatchObject({ code: 0 });
  expect(await locally("stories", "dismiss", "1", "2")).toMatchObject({ code: 1 });
});

/** A service of the product, until it says where it can be reached. */
async function start(service: string, isUp: RegExp): Promise<string> {
  const child = spawn(process.execPath, [path.join(root, `services/${service}/src/main.ts`)], {
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: installation.folder,
      CTI_WEB_PORT: "0",
      CTI_WORKER_PORT: "0",
      CTI_LOG_LEVEL: "info",
      ...here(),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let said = "";
  child.stdout.on("data", (chunk) => (said += String(chunk)));
  child.stderr.on("data", (chunk) => (said += String(chunk)));
  return waitFor(() => {
    const found = isUp.exec(said);
    if (!found) throw new Error(said);
    return found[1] ?? "";
  });
}

test("a server prints the same, does what is asked of it, streams, hears Ctrl-C, and waits for a model that went away", async () => {
  const server = await start("web", /"url":"(http:[^"]+)","public_url"/);
  await locally("users", "create", "ops", "--role", "admin", "--operator");
  const create = ["tokens", "create", "ops", "--name", "test", "--scopes", "read,write,operator"];
  const token = (await locally(...create)).stdout.trim();
  const there = { CTI_SERVER: server, CTI_TOKEN: token };
  const remotely = (...args: string[]): Promise<Ended> => run(there, ...args);
  await start("worker", /(worker)/);

  const reads = `
analyses list
analyses list --article 1 --kind summary --status completed
analyses show 1
analyses show 1 --prompt
analyze 1 --dry-run
analyze 3 --kind detection --dry-run
models list
models check
models report
articles similar 1
search --meaning who broke into shipping firms
stories proposals 1`;
  for (const line of reads
    .trim()
    .split("\n")
    .flatMap((each) => [each, `${each} --json`])) {
    const local = await locally(...line.split(" "));
    expect(await remotely(...line.split(" ")), line).toMatchObject({ stdout: local.stdout, code: 0 });
  }
  expect(await remotely("analyze", "1")).toMatchObject({
    stdout: (await locally("analyze", "1")).stdout,
    code: 0,
  });

  const asked = await remotely("analyze", "3", "--stream");
  expect(asked, asked.stderr).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("What the text says"),
  });
  expect(await locally("analyze", "3")).toMatchObject({
    stderr: expect.stringContaining("was there already"),
  });
  expect(await remotely("models", "pull", "qwen3:8b")).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("Fetched: qwen3:8b."),
  });
  expect(await remotely("embed")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("unset CTI_SERVER"),
  });

  ollama.fault("/api/chat", { hangAfter: 2 });
  const before = ollama.sent("/api/chat").length;
  const cli = newInstallation(there);
  const { child, ended } = cli.start("analyze", "2", "--force");
  await waitFor(() => {
    expect(ollama.sent("/api/chat").length).toBeGreaterThan(before);
  });
  child.kill("SIGINT");
  expect((await ended).code).toBe(130);
  await waitFor(() => {
    expect(ollama.sent("/api/chat").at(-1)).toMatchObject({ state: "cancelled" });
  });
  const [last] = await read<unknown[]>("analyses", "list", "--article", "2", "--limit", "1");
  expect(last).toMatchObject({ status: "cancelled" });

  ollama.fault("/api/chat", { hangAfter: 2 });
  const patient = cli.start("analyze", "2", "--force");
  await waitFor(() => expect(ollama.sent("/api/chat").at(-1)).toMatchObject({ state: "open" }));
  await ollama.stop();
  await waitFor(async () => {
    const { stderr } = await locally("analyze", "2", "--force");
    expect(stderr).toMatch(/is queued. Waits for the model server[^]*ollama serve/);
  });
  await ollama.start();
  const waited = expect.stringContaining("Waits for the model server") as string;
  expect(await patient.ended).toMatchObject({ code: 0, stderr: waited });
  rmSync(cli.folder, { recursive: true, force: true });

  const reading = { ...there, CTI_TOKEN: (await locally(...create.slice(0, -1), "read")).stdout.trim() };
  for (const line of ["analyze 4 --force", "analyses rate 1 up", "models pull"])
    expect(await run(reading, ...line.split(" ")), line).toMatchObject({ code: 4 });
});
