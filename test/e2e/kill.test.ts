import { rmSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

import { buildFeed, buildPage } from "@cti/testing/build-feed";
import { fixtureWeb } from "@cti/testing/fixture-web";
import { expect, test } from "vitest";

import { newInstallation } from "./cli.ts";

const feeds = 12;
const perFeed = 25;
const kills = 20;

/** Fixed noise, so that a failure can be repeated. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 4_294_967_296;
  };
}

test("kill -9 at 20 random points of a collect loses no article, doubles none and leaves no run running", async () => {
  const web = await fixtureWeb();
  const cti = newInstallation({ CTI_FETCH_ALLOW: web.host });
  const random = randomFrom(7);
  // The very first start too: while the database is being made.
  for (let kill = 0; kill < 6; kill += 1) {
    const { child, ended } = cti.start("stats");
    await Promise.race([pause(300 + random() * 1_200), ended]);
    child.kill("SIGKILL");
    await ended;
  }
  for (let feed = 0; feed < feeds; feed += 1) {
    const entries = Array.from({ length: perFeed }, (_, at) => ({
      title: `Report ${feed}-${at}`,
      path: `/${feed}/${at}`,
    }));
    web.on(`/${feed}`, { type: "application/rss+xml", body: buildFeed(web.origin, entries) });
    for (const { title, path } of entries)
      web.on(path, { body: buildPage(title, path.replaceAll("/", "x"), 12) });
    expect(
      await cti.run("sources", "add", `${web.origin}/${feed}`, "--kind", "rss", "--slug", `feed-${feed}`),
    ).toMatchObject({ code: 0 });
  }

  let died = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const { child, ended } = cti.start("collect", "--force");
    await Promise.race([pause(250 + random() * 1_500), ended]);
    child.kill("SIGKILL");
    if ((await ended).code === null) died += 1;
  }
  expect(died).toBeGreaterThan(kills / 2);

  const clean = await cti.run("collect", "--force", "--json");
  expect(clean.code, clean.stderr).toBe(0);
  const { articles } = JSON.parse(clean.stdout) as { articles: Record<string, number> };
  expect(articles).toMatchObject({ found: feeds * perFeed, failed: 0, duplicate: 0, rejected: 0 });
  expect((articles["new"] ?? 0) + (articles["unchanged"] ?? 0)).toBe(feeds * perFeed);

  const exported = await cti.run("export", "--format", "ndjson");
  const urls = exported.stdout
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { url: string }).url);
  expect(urls.length).toBe(feeds * perFeed);
  expect(new Set(urls).size).toBe(feeds * perFeed);

  const history = JSON.parse((await cti.run("history", "list", "--limit", "100", "--json")).stdout) as {
    status: string;
    counts: { new?: number };
  }[];
  expect(history.map(({ status }) => status)).not.toContain("running");
  const stored = history.reduce((sum, { counts }) => sum + (counts.new ?? 0), 0);
  expect(stored, "what the runs counted, the killed ones among them, is what is stored").toBe(
    feeds * perFeed,
  );

  await web.close();
  rmSync(cti.folder, { recursive: true, force: true });
});
