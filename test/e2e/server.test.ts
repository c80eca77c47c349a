import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

import { joinEmbeddedServer } from "@cti/db/embedded/server";
import postgres from "postgres";
import { waitFor } from "@cti/testing/wait-for";
import { afterAll, beforeAll, expect, test } from "vitest";

import { newInstallation } from "./cli.ts";
import { type Ended, runHere } from "./here.ts";

const root = path.resolve(import.meta.dirname, "../..");

let installation: ReturnType<typeof newInstallation>;
let web: ChildProcess;
let webEnded: Promise<unknown>;
let server: string;
let token: string;

const run = (environment: Record<string, string>, ...args: string[]): Promise<Ended> =>
  runHere(installation.folder, environment, ...args);

const locally = (...args: string[]): Promise<Ended> => run({ CTI_DATA_DIR: installation.folder }, ...args);
const remotely = (...args: string[]): Promise<Ended> =>
  run({ CTI_SERVER: server, CTI_TOKEN: token }, ...args);

async function read<T>(...args: string[]): Promise<T> {
  return JSON.parse(await done(locally(...args, "--json"))) as T;
}

/** Throws unless it went well. */
async function done(
  ending: Promise<{ code: number | null; stdout: string; stderr: string }>,
): Promise<string> {
  const { code, stdout, stderr } = await ending;
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
  return stdout;
}

async function newToken(...scopes: string[]): Promise<string> {
  const create = ["tokens", "create", "ops", "--name", "test", "--scopes", scopes.join(",")];
  return (await done(locally(...create))).trim();
}

async function startWeb(): Promise<string> {
  web = spawn(process.execPath, [path.join(root, "services/web/src/main.ts")], {
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: installation.folder,
      CTI_DATA_DIR: installation.folder,
      CTI_WEB_PORT: "0",
      CTI_LOG_LEVEL: "info",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  web.stdout?.on("data", (chunk) => (said += String(chunk)));
  web.stderr?.on("data", (chunk) => (said += String(chunk)));
  webEnded = new Promise((resolve) => web.once("close", resolve));
  return waitFor(() => {
    const url = /"url":"(http:[^"]+)","public_url"/.exec(said)?.[1];
    if (url === undefined) throw new Error(said);
    return url;
  });
}

/** What the samples do not bring: a rejected article, a job that waits. */
async function fill(): Promise<void> {
  const embedded = await joinEmbeddedServer(installation.folder);
  const sql = postgres(embedded.url, { max: 1 });
  await sql`update articles set rejected_reason = 'rule: excluded' where id = (select max(id) from articles)`;
  await sql.end();
  await embedded.leave();
  const collect = await fetch(`${server}/api/v1/sources/1/collect`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  });
  if (collect.status !== 202) throw new Error(await collect.text());
}

beforeAll(async () => {
  installation = newInstallation({ CTI_SAMPLES_PORT: String(20_000 + Math.floor(Math.random() * 20_000)) });
  await done(installation.run("up", "--once"));
  // The publisher of a sample changes it on the second look.
  await done(installation.run("collect", "--samples", "--tag", "samples", "--force"));
  server = await startWeb();
  await done(locally("users", "create", "ops", "--role", "admin", "--operator"));
  token = await newToken("read", "export", "write", "admin", "operator");
  await fill();
  await done(locally("watch", "add", "product", "EdgeGate", "--weight", "2", "--note", "ours"));
  await done(locally("benign", "add", "example.org", "--match", "domain", "--note", "our own"));
  await done(locally("entities", "accept", "APT29", "--note", "sure"));
  await done(locally("reports", "write", "2026-11-20"));
});

afterAll(async () => {
  web.kill("SIGTERM");
  await webEnded;
  rmSync(installation.folder, { recursive: true, force: true });
});

/** With `--json` as well, unless it is text either way. */
const reads = `
sources list
sources list --active --tier 1
sources list --tag samples
sources show sample-signalpost
sources show 1
articles list
articles list --order score --limit 7
articles list --source sample-signalpost --language en --since 3650d
articles list --tag samples --order hunt
articles list --rejected
articles list --incomplete
articles show 1
search lumma
search has:ioc since:3650d
search lumma -stealer --order newest --limit 3
search nothing-of-this-kind
stories list
stories list --min-articles 2 --order time --limit 3
stories list --source sample-signalpost --since 3650d
indicators list
indicators list --type domain url --role c2 --min-confidence 0.5 --raw
indicators list --all --limit 450
entities list
entities list --type technique --all --matching T1
entities list --source sample-signalpost --since 3650d
entities show APT29
entities show T1059.001 --limit 150
rank explain --article 1
watch list
benign list
history list
history list --all --kind collect --status completed --trigger cli
history show 1
history stats
schedules list
schedules show daily_report
reports list
reports show
reports show 2026-11-20
audit list
audit list --action user --limit 1
audit verify
jobs history
jobs history --outcome completed --limit 3
knowledge list
`
  .trim()
  .split("\n")
  .flatMap((line) => [line, `${line} --json`]);

const texts = `
articles show 1 --html
indicators export
indicators export --format ndjson --all --defanged
indicators export --format plain --type domain --role c2
export
export --format csv --days 3650
export --format ndjson --source sample-signalpost
audit export --action user
audit export --action user --format csv
`
  .trim()
  .split("\n");

test.each([...reads, ...texts])("%s prints the same from a server as from the database", async (line) => {
  const local = await locally(...line.split(" "));
  const remote = await remotely(...line.split(" "));
  expect(remote.stdout).toBe(local.stdout);
  expect([local.code, remote.code], local.stderr + remote.stderr).toEqual([0, 0]);
});

test("what names one thing of a list prints the same: a story, why, a job, a version, a change", async () => {
  const [story] = await read<{ id: number }[]>("stories", "list", "--min-articles", "2");
  const shown = await read<{ articles: { article_id: number }[] }>("stories", "show", String(story?.id));
  const [job] = (await read<{ jobs: { id: string }[] }>("jobs", "list")).jobs;
  const changed = (await read<{ id: number; version: number }[]>("articles", "list")).find(
    ({ version }) => version > 1,
  );
  const [indicator] = await read<{ value: string }[]>("indicators", "list");
  const id = String(story?.id);
  const list = path.join(installation.folder, "seen.txt");
  writeFileSync(list, `${indicator?.value}\nnothing[.]example\nCozy Bear\n`);
  const lines = [
    ["stories", "show", id],
    ["stories", "why", id, String(shown.articles[1]?.article_id)],
    ["rank", "explain", id],
    ["jobs", "show", job?.id ?? ""],
    ["articles", "diff", String(changed?.id)],
    ["articles", "show", String(changed?.id), "--version-text", "1"],
    ["entities", "show", "Cozy Bear"],
    ["indicators", "show", indicator?.value ?? ""],
    ["indicators", "look-up", list],
  ];
  for (const line of lines.flatMap((each) => [each, [...each, "--json"]])) {
    const local = await locally(...line);
    expect(await remotely(...line), line.join(" ")).toMatchObject({ stdout: local.stdout, code: 0 });
    expect(local, line.join(" ")).toMatchObject({ code: 0, stdout: expect.stringMatching(/\w/) });
  }
});

test("what changes from one second to the next is the same but for that", async () => {
  const steady = ({ stdout }: Ended): string =>
    stdout
      .replaceAll(
        /"(silent_ms|last_beat_at|rss_bytes|clock_skew_ms|database_bytes|oldest_waiting_ms)": .*/g,
        '"$1"',
      )
      .replaceAll(/^[\w.-]+:\d+:web .*$/gm, "web")
      .replaceAll(/ +[\d.]+ (ms|s|min)\b/g, " a while")
      .replaceAll(/^database .*$/gm, "database")
      .replaceAll(/<dateCreated>.*/g, "<dateCreated>")
      // Columns are as wide as a time that has just got another digit.
      .replaceAll(/ {2,}/g, "  ");
  const jobs = "jobs list --queue collect --state waiting active";
  for (const line of ["workers", "stats", "jobs list", jobs].flatMap((each) => [each, `${each} --json`]))
    expect(steady(await remotely(...line.split(" "))), line).toBe(steady(await locally(...line.split(" "))));
  expect(steady(await remotely("sources", "export"))).toBe(steady(await locally("sources", "export")));
  const components = ({ stdout }: Ended): string[] =>
    Object.keys((JSON.parse(stdout) as { components: object }).components);
  expect(components(await remotely("health", "--json"))).toEqual(
    components(await locally("health", "--json")),
  );
});

test("what is decided at the server is seen in the database", async () => {
  const did = async (...args: string[]): Promise<string> => {
    const { code, stderr } = await remotely(...args);
    expect(code, stderr).toBe(0);
    return stderr;
  };
  await did("articles", "mark", "1", "2", "--state", "kept", "--star");
  type Line = { id: number; state: string; starred: boolean };
  const marked = (await read<Line[]>("articles", "list")).filter(({ id }) => id <= 2);
  expect(marked).toMatchObject([
    { state: "kept", starred: true },
    { state: "kept", starred: true },
  ]);
  expect(await remotely("articles", "mark", "3", "9999", "--state", "read")).toMatchObject({ code: 1 });
  expect(await read("articles", "show", "3")).toMatchObject({ state: "new" });

  const [rejected] = await read<{ id: number }[]>("articles", "list", "--rejected");
  await did("articles", "restore", String(rejected?.id));
  expect(await read("articles", "list", "--rejected")).toEqual([]);

  await did("entities", "reject", "Akira", "--type", "ransomware", "--note", "a test");
  const named = await read<{ value: string }[]>("entities", "list", "--type", "ransomware");
  expect(named.map(({ value }) => value)).not.toContain("Akira");
  expect(await did("entities", "unjudge", "Akira")).toContain("counts again");
  expect(await did("entities", "unjudge", "Akira")).toContain("Nothing was decided");

  expect(await did("benign", "add", "example.net", "--match", "domain")).toContain("example.net is harmless");
  const entries = await read<{ id: number; value: string; actor: string }[]>("benign", "list");
  expect(entries.at(-1)).toMatchObject({ value: "example.net", actor: "ops" });
  expect(await did("benign", "remove", String(entries.at(-1)?.id))).toContain(
    "example.net is an entry no longer",
  );
  await did("watch", "add", "sector", "healthcare", "--weight", "3");
  const [watch] = (await read<{ id: number; kind: string }[]>("watch", "list")).filter(
    ({ kind }) => kind === "sector",
  );
  expect(await did("watch", "remove", String(watch?.id))).toContain("sector healthcare is watched no longer");
});

test("stories are merged, split, pinned and put back at the server", async () => {
  type Line = { id: number; articles: number; pinned: boolean };
  const stories = (): Promise<Line[]> => read<Line[]>("stories", "list");
  const before = await stories();
  const [first, second] = before.toSorted((one, other) => other.articles - one.articles);
  const [into, from] = [String(first?.id), String(second?.id)];
  const changeOf = ({ stderr }: Ended): string => /stories undo (\d+)/.exec(stderr)?.[1] ?? stderr;
  const merged = changeOf(await remotely("stories", "merge", into, from, "--reason", "the same"));
  expect(await stories()).toHaveLength(before.length - 1);
  expect(await remotely("stories", "undo", merged)).toMatchObject({ code: 0 });
  const { articles } = await read<{ articles: { article_id: number }[] }>("stories", "show", into);
  const split = changeOf(await remotely("stories", "split", into, String(articles[0]?.article_id)));
  expect(await stories()).toHaveLength(before.length + 1);
  expect(await remotely("stories", "undo", split)).toMatchObject({ code: 0 });
  expect(await remotely("stories", "undo", split)).toMatchObject({ code: 6 });
  await remotely("stories", "pin", from);
  expect((await stories())[0]).toMatchObject({ id: second?.id, pinned: true });
  await remotely("stories", "unpin", from);
  expect(await stories()).toEqual(before);
});

test("schedules and jobs are steered at the server", async () => {
  expect(
    await remotely("schedules", "set", "rss_fetcher", "--every", "45m", "--jitter", "30s"),
  ).toMatchObject({
    code: 0,
  });
  await remotely("schedules", "disable", "rss_fetcher");
  const show = (): Promise<unknown> => read("schedules", "show", "rss_fetcher");
  expect(await show()).toMatchObject({ interval_seconds: 2_700, jitter_seconds: 30, enabled: false });
  await remotely("schedules", "set", "rss_fetcher", "--reset");
  await remotely("schedules", "run", "cleanup");
  expect(await show()).toMatchObject({ enabled: true, changed: [] });
  expect(await read("schedules", "show", "cleanup")).toMatchObject({ requested_by: "ops" });
  const [job] = (await read<{ jobs: { id: string }[] }>("jobs", "list")).jobs;
  expect(await remotely("jobs", "retry", job?.id ?? "")).toMatchObject({ code: 6 });
  expect(await remotely("jobs", "cancel", job?.id ?? "")).toMatchObject({ code: 0 });
  expect(await read("jobs", "list")).toMatchObject({ jobs: [] });
});

test("exit codes of a server: 1 not there, 2 usage, 4 not allowed, 5 away, 6 conflict, each with the request", async () => {
  const request = / · request [\w-]{36}/;
  const missing = await remotely("articles", "show", "9999");
  expect(missing).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(request) });
  const local = await locally("articles", "show", "9999");
  expect(missing.stderr.replace(request, "")).toBe(local.stderr);
  const invalid = await remotely("audit", "list", "--actor", "x".repeat(500));
  expect(invalid).toMatchObject({ code: 2, stderr: expect.stringMatching(/#\/actor: .* · request/) });
  expect(await remotely("search", "acter:APT29")).toMatchObject({ code: 2 });
  expect(await remotely("articles", "restore", "1")).toMatchObject({ code: 6 });
  const wrong = { CTI_SERVER: server, CTI_TOKEN: `${token.slice(0, -4)}aaaa` };
  expect(await run(wrong, "stats")).toMatchObject({ code: 4, stderr: expect.not.stringContaining("aaaa") });
  const reading = { CTI_SERVER: server, CTI_TOKEN: await newToken("read") };
  expect(await run(reading, "stats")).toMatchObject({ code: 0 });
  for (const line of ["audit list", "export", "articles mark 1 --star", "stories pin 1"])
    expect(await run(reading, ...line.split(" ")), line).toMatchObject({ code: 4 });
  const away = { CTI_SERVER: "http://127.0.0.1:9", CTI_TOKEN: token };
  expect(await run(away, "stats")).toMatchObject({
    code: 5,
    stderr: expect.stringContaining("does not answer"),
  });
});

test("what needs the database or this machine is refused while a server is set, before it does anything", async () => {
  const folder = path.join(installation.folder, "elsewhere");
  const environment = { CTI_SERVER: server, CTI_TOKEN: token, CTI_DATA_DIR: folder, CTI_LOG_DIR: folder };
  for (const line of ["init", "collect", "up", "daemon", "pipeline run", "db status", "users list", "doctor"])
    expect(await run(environment, ...line.split(" "))).toMatchObject({
      code: 2,
      stderr: `error: \`${line}\` works on the database of this machine; unset CTI_SERVER (server.url, --server)\n`,
    });
  expect(existsSync(folder)).toBe(false);
  expect(await run(environment, "config", "show")).toMatchObject({
    code: 0,
    stdout: expect.not.stringContaining(token),
  });
});

test("the token comes from a file or the environment, never from the command line", async () => {
  const file = path.join(installation.folder, "token");
  writeFileSync(file, `${token}\n`);
  const local = await locally("watch", "list");
  for (const environment of [{}, { CTI_DATA_DIR: installation.folder }])
    expect(await run(environment, "--server", server, "--token-file", file, "watch", "list")).toEqual(local);
  expect(await run({ CTI_SERVER: `${server}/`, CTI_TOKEN_FILE: file }, "watch", "list")).toEqual(local);
  expect(await run({ CTI_SERVER: server }, "stats")).toMatchObject({ code: 4 });
  const given = await run({ CTI_SERVER: server }, "--set", `server.token=${token}`, "stats");
  expect(given).toMatchObject({ code: 2, stderr: expect.not.stringContaining(token) });
  const plain = await run({ CTI_SERVER: "http://cti.example.org", CTI_TOKEN: token }, "stats");
  expect(plain).toMatchObject({ code: 2, stderr: expect.stringContaining("--insecure") });
});

test("a server that leads elsewhere gets no token there, and an export that breaks off leaves no file", async () => {
  const asked: string[] = [];
  const stranger = createServer((request, response) => {
    asked.push(`${request.url ?? ""} ${request.headers.authorization ?? "without"}`);
    if (request.url?.startsWith("/api/v1/stats")) {
      response.writeHead(302, { location: "/elsewhere" }).end();
      return;
    }
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    response.write('{"id":1,"title":"One"}\n{"id":2,"ti', () => setImmediate(() => response.destroy()));
  });
  await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  const { port } = stranger.address() as AddressInfo;
  const environment = { CTI_SERVER: `http://127.0.0.1:${port}`, CTI_TOKEN: token };
  expect(await run(environment, "stats")).toMatchObject({ code: 5, stdout: "" });
  expect(asked).toEqual([`/api/v1/stats Bearer ${token}`]);
  const file = path.join(installation.folder, "articles.ndjson");
  const broken = await run(environment, "export", "--format", "ndjson", "-o", file);
  expect(broken, broken.stderr).toMatchObject({ code: 5 });
  expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false]);
  await new Promise((resolve) => stranger.close(resolve));
});
