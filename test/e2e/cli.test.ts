import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { buildFeed, buildPage } from "@cti/testing/build-feed";
import { type FixtureWeb, fixtureWeb } from "@cti/testing/fixture-web";
import { waitFor } from "@cti/testing/wait-for";
import { afterEach, beforeEach, expect, test } from "vitest";

import { newInstallation } from "./cli.ts";

let web: FixtureWeb;
let cti: ReturnType<typeof newInstallation>;
beforeEach(async () => {
  web = await fixtureWeb();
  cti = newInstallation({ CTI_FETCH_ALLOW: web.host, CTI_SAMPLES_PORT: "0" });
});
afterEach(async () => {
  await web.close();
  rmSync(cti.folder, { recursive: true, force: true });
});

const json = async <T>(...args: string[]): Promise<T> =>
  JSON.parse((await cti.run(...args, "--json")).stdout) as T;

test("a first look: the samples are collected, and a second run stores nothing twice but shows the edit", async () => {
  const samples = newInstallation({ CTI_SAMPLES_PORT: String(20_000 + Math.floor(Math.random() * 20_000)) });
  const up = await samples.run("up", "--once");
  expect(up, up.stderr).toMatchObject({ code: 0 });
  expect(up.stdout).toContain("30 found · 29 new · 0 updated · 0 unchanged · 1 duplicate");
  const second = await samples.run("collect", "--samples", "--tag", "samples", "--force", "--json");
  expect(second.code).toBe(0);
  expect(JSON.parse(second.stdout)).toMatchObject({
    status: "completed",
    articles: { new: 0, updated: 1, failed: 0 },
  });
  const french = JSON.parse(
    (await samples.run("articles", "list", "--language", "fr", "--json")).stdout,
  ) as unknown[];
  expect(french).toHaveLength(1);
  rmSync(samples.folder, { recursive: true, force: true });
});

test("sources add finds the feed of a page, and collect --json prints the summary with the documented shape", async () => {
  web.on("/", {
    body: `<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>Blog</body></html>`,
  });
  web.on("/feed.xml", {
    type: "application/rss+xml",
    body: buildFeed(web.origin, [{ title: "One", path: "/one", published: "Thu, 19 Nov 2026 08:00:00 GMT" }]),
  });
  web.on("/one", { body: buildPage("One", "alpha") });
  const added = await cti.run("sources", "add", `${web.origin}/`);
  expect(added).toMatchObject({
    code: 0,
    stdout: "test-feed is followed from now on. Collect it with `./run_cli.sh collect -s test-feed`\n",
  });
  expect(added.stderr).toContain("One");
  expect((await cti.run("sources", "add", `${web.origin}/feed.xml`)).code).toBe(6);

  const summary = await json<Record<string, unknown>>("collect");
  expect(summary).toEqual({
    runId: expect.any(Number) as number,
    status: "completed",
    sources: { total: 1, ok: 1, notModified: 0, failed: 0, skipped: 0 },
    articles: { found: 1, new: 1, updated: 0, unchanged: 0, duplicate: 0, rejected: 0, failed: 0 },
    pages: { failed: 0 },
    stages: expect.any(Array) as unknown,
    durationMs: expect.any(Number) as number,
    failures: [],
  });

  const [exported] = JSON.parse((await cti.run("export", "--format", "json")).stdout) as Record<
    string,
    unknown
  >[];
  expect(Object.keys(exported ?? {})).toEqual([
    "id",
    "source_id",
    "title",
    "url",
    "published_at",
    "authors",
    "tags",
    "content",
    "discovered_at",
  ]);
  expect(exported).toMatchObject({ title: "One", published_at: "2026-11-19T08:00:00.000Z" });
  const csv = path.join(cti.folder, "out.csv");
  expect((await cti.run("export", "--format", "csv", "-o", csv)).code).toBe(0);
  expect(await json<unknown[]>("articles", "search", "domain", "controller")).toHaveLength(1);
  expect(await json<unknown[]>("sources", "list", "--active")).toMatchObject([
    { slug: "test-feed", articles: 1 },
  ]);
});

test("exit codes say what happened: 3 partial, 1 all failed, 2 usage, 5 database unreachable", async () => {
  web.on("/good", { type: "application/rss+xml", body: buildFeed(web.origin, []) });
  await cti.run("sources", "add", `${web.origin}/good`, "--kind", "rss", "--slug", "good");
  writeFileSync(
    path.join(cti.folder, "bad.opml"),
    `<opml version="2.0"><body><outline text="bad" type="rss" xmlUrl="${web.origin}/bad"/></body></opml>`,
  );
  expect((await cti.run("sources", "import", path.join(cti.folder, "bad.opml"))).code).toBe(0);
  expect((await cti.run("collect", "--force")).code).toBe(3);
  expect((await cti.run("collect", "--source", "bad")).code).toBe(1);
  const mistyped = await cti.run("colect");
  expect(mistyped).toMatchObject({ code: 2, stdout: "" });
  expect(mistyped.stderr).toContain("Did you mean collect?");
  expect((await cti.run("collect", "--tier", "9")).code).toBe(2);
  expect((await cti.run("--set", "fetch.max_redirects=many", "stats")).code).toBe(2);
  const lost = newInstallation({ DATABASE_URL: "postgres://nobody:secret-word@127.0.0.1:1/nothing" });
  const unreachable = await lost.run("stats");
  expect(unreachable.code).toBe(5);
  expect(unreachable.stderr).toContain("The database does not answer");
  expect(unreachable.stderr).not.toContain("secret-word");
});

test("Ctrl-C finishes the source in hand, saves it, and ends with 130", async () => {
  for (const name of ["one", "two", "three"])
    web.on(`/${name}`, {
      type: "application/rss+xml",
      body: buildFeed(web.origin, [{ title: name, path: `/page-${name}` }]),
    });
  let asked: () => void = () => undefined;
  let release: () => void = () => undefined;
  const firstAsked = new Promise<void>((resolve) => (asked = resolve));
  const mayAnswer = new Promise<void>((resolve) => (release = resolve));
  for (const name of ["one", "two", "three"])
    web.on(`/page-${name}`, (_, response) => {
      asked();
      void mayAnswer.then(() =>
        response.writeHead(200, { "content-type": "text/html" }).end(buildPage(name, name)),
      );
    });
  for (const name of ["one", "two", "three"])
    await cti.run("sources", "add", `${web.origin}/${name}`, "--kind", "rss", "--slug", name);

  const { child, ended } = cti.start("--set", "collect.concurrency=1", "collect", "--json");
  await firstAsked;
  child.kill("SIGINT");
  release();
  const { code, stdout, stderr } = await ended;
  expect(code, stderr).toBe(130);
  expect(JSON.parse(stdout)).toMatchObject({
    status: "cancelled",
    articles: { new: 1 },
    sources: { total: 3, ok: 1, skipped: 2 },
  });
  expect(await json<unknown[]>("history", "list")).toMatchObject([{ status: "cancelled" }]);
});

test("a database that is lost in the middle ends the command with 5, and the next one puts things right", async () => {
  web.on("/feed", {
    type: "application/rss+xml",
    body: buildFeed(web.origin, [{ title: "One", path: "/page" }]),
  });
  let asked: () => void = () => undefined;
  let release: () => void = () => undefined;
  const firstAsked = new Promise<void>((resolve) => (asked = resolve));
  const mayAnswer = new Promise<void>((resolve) => (release = resolve));
  web.on("/page", (_, response) => {
    asked();
    void mayAnswer.then(() =>
      response.writeHead(200, { "content-type": "text/html" }).end(buildPage("One", "one")),
    );
  });
  await cti.run("sources", "add", `${web.origin}/feed`, "--kind", "rss", "--slug", "feed");
  const { ended } = cti.start("collect");
  await firstAsked;
  const pidFile = path.join(cti.folder, "postgres", "postmaster.pid");
  process.kill(Number(readFileSync(pidFile, "utf8").split("\n")[0]), "SIGQUIT");
  await waitFor(() => expect(existsSync(pidFile)).toBe(false));
  release();
  const { code, stderr } = await ended;
  expect(code, stderr).toBe(5);
  expect(stderr).not.toContain("node:internal");
  expect(await json("collect", "--force")).toMatchObject({ status: "completed" });
  expect((await json<{ status: string }[]>("history", "list")).map(({ status }) => status)).not.toContain(
    "running",
  );
});

test("several commands at once share the embedded server", async () => {
  const ended = await Promise.all([
    cti.run("init"),
    cti.run("stats"),
    cti.run("doctor"),
    cti.run("history", "list"),
  ]);
  expect(
    ended.map(({ code }) => code),
    ended.map(({ stderr }) => stderr).join(),
  ).toEqual([0, 0, 0, 0]);
  expect(await json<unknown[]>("sources", "list")).toHaveLength(102);
});

test("every command has help with an example or a description, and piped output has no escape byte", async () => {
  const { stdout } = await cti.run("--help");
  const names = [...stdout.matchAll(/^ {2}([a-z]+)[ |]/gm)].map((match) => match[1] ?? "");
  expect(names).toEqual(
    expect.arrayContaining([
      "init",
      "sources",
      "collect",
      "monitor",
      "articles",
      "export",
      "history",
      "stats",
      "db",
      "config",
      "doctor",
    ]),
  );
  for (const name of names.filter((each) => !["help", "complete", "completion"].includes(each))) {
    const help = await cti.run(name, "--help");
    expect(help, name).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).not.toContain("\u001b");
  }
});

test("a reader that has enough, as head has, is no fault", async () => {
  const help = cti.start("--help");
  help.child.stdout?.destroy();
  expect(await help.ended).toMatchObject({ code: 0, stderr: "" });
});

test("from a first look to indicators, stories, a search, a verdict and new knowledge", async () => {
  const samples = newInstallation({ CTI_SAMPLES_PORT: String(20_000 + Math.floor(Math.random() * 20_000)) });
  const read = async <T>(...args: string[]): Promise<T> =>
    JSON.parse((await samples.run(...args, "--json")).stdout) as T;
  expect(await samples.run("up", "--once")).toMatchObject({ code: 0 });

  const stories = await read<{ id: number; articles: number; score: number }[]>(
    "stories",
    "list",
    "--min-articles",
    "2",
  );
  expect(stories).toHaveLength(6);
  expect(stories[0]?.score).toBeGreaterThan(stories.at(-1)?.score ?? 0);
  const story = await read<{ articles: { article_id: number }[] }>("stories", "show", String(stories[0]?.id));
  const member = story.articles[1]?.article_id ?? 0;
  const why = await samples.run("stories", "why", String(stories[0]?.id), String(member));
  expect(why.stdout).toMatch(/Joined because it shares/);
  const rank = await samples.run("rank", "explain", String(stories[0]?.id));
  expect(rank.stdout).toMatch(/= 100 × P/);

  const found = await read<{ id: number }[]>("search", 'actor:"Cozy Bear"', "since:365d");
  expect(found.length).toBeGreaterThan(1);
  expect(await samples.run("search", "acter:APT29")).toMatchObject({ code: 2 });
  const blocked = await samples.run("indicators", "export", "--format", "plain", "--role", "c2");
  expect(blocked.stdout).toMatch(/^[\w.:/@-]+\n/);
  const ofStory = ["--story", String(stories[0]?.id)];
  const told = await read<{ value: string; mentioned_in: number }[]>("indicators", "list", ...ofStory);
  expect(told.length).toBeGreaterThan(5);
  expect(Math.max(...told.map(({ mentioned_in }) => mentioned_in))).toBe(story.articles.length);
  const plain = await samples.run("indicators", "export", "--format", "plain", ...ofStory);
  expect(plain.stdout.trimEnd().split("\n").toSorted()).toEqual(told.map(({ value }) => value).toSorted());
  const none = await samples.run("indicators", "list", "--story", "9999");
  expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining("There is no story 9999") });
  expect((await samples.run("entities", "reject", "Akira", "--note", "test")).code).toBe(0);
  const named = await read<{ value: string }[]>("entities", "list", "--type", "ransomware");
  expect(named.map(({ value }) => value)).not.toContain("Akira");

  const kev = path.join(samples.folder, "kev.csv");
  writeFileSync(
    kev,
    "cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate,knownRansomwareCampaignUse\nCVE-2026-91427,Graniteworks,EdgeGate,EdgeGate bypass,2026-11-18,x,y,2026-12-09,Known\n",
  );
  expect(await samples.run("knowledge", "sync", "kev", "--from", kev)).toMatchObject({ code: 0 });
  expect((await samples.run("pipeline", "run", "--stage", "article_ranker", "--all")).code).toBe(0);
  expect((await samples.run("rank", "explain", String(stories[0]?.id))).stdout).toMatch(/kev/);
  rmSync(samples.folder, { recursive: true, force: true });
});

test("extract reads a file, HTML and the standard input, and offsets fit the text it prints", async () => {
  const file = path.join(cti.folder, "report.txt");
  writeFileSync(
    file,
    "APT28 sent mails from 45[.]9[.]148[.]3 with hxxps://login-portal[.]net/a?b=1 in them.\n",
  );
  const read = await json<{
    text: string;
    mentions: { type: string; value: string; start: number; end: number; matched: string; field: string }[];
  }>("extract", file, "--offline");
  expect(read.mentions.map(({ type, value }) => `${type} ${value}`)).toEqual([
    "actor APT28",
    "ipv4 45.9.148.3",
    "url https://login-portal.net/a?b=1",
  ]);
  for (const { start, end, matched } of read.mentions) expect(read.text.slice(start, end)).toBe(matched);
  expect(await cti.run("extract", path.join(cti.folder, "none.txt"))).toMatchObject({ code: 2 });
});
