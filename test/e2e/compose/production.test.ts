import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { describeHardening, isIdle, watchedContainers, writesOutside } from "./hardening.ts";
import { hasEngine, until } from "./installation.ts";
import { newStack, serviceOf, type Stack } from "./stack.ts";

const feeds = 30;
const samples = ["/northlab/feed.xml", "/cert-belmora/feed.atom", "/signalpost/feed.json"];
const longRunning = ["postgres", "redis", "web", "worker", "scheduler", "monitor", "nginx"];
const where = hasEngine ? "" : " (skipped: no Docker engine with Compose answers)";

// One after another: each goes on with the stack as the one before has left it.
describe.skipIf(!hasEngine)(`the production stack${where}`, () => {
  let stack: Stack;
  /** What each of the test's own feeds lists by now. */
  let entries = 4;

  beforeAll(async () => {
    stack = await newStack();
    await stack.build();
  }, 600_000);
  afterAll(async () => {
    await stack?.remove();
  });

  test("comes up from nothing to healthy", async () => {
    const seconds = await stack.up();
    process.stdout.write(`  production stack healthy after ${seconds.toFixed(0)} s\n`);
    expect(seconds).toBeLessThan(180);
    const states = (await stack.inspect(...longRunning)).map((container) => [
      serviceOf(container),
      container.State.Health?.Status,
    ]);
    expect(Object.fromEntries(states)).toEqual(
      Object.fromEntries(longRunning.map((service) => [service, "healthy"])),
    );
    expect((await stack.run("./start_production.sh", ["--status"])).code).toBe(0);
  });

  test("is reached by https only, and what the proxy says of health is what the service says", async () => {
    const redirect = await stack.http("/articles?q=akira");
    expect(redirect.status).toBe(308);
    expect(redirect.headers.get("location")).toMatch(/^https:\/\/.*\/articles\?q=akira$/);
    expect((await stack.https("/health/ready")).status).toBe(200);
    const told = JSON.parse((await stack.https("/health")).body) as { components: object };
    expect(Object.keys(told.components)).toEqual(Object.keys((await stack.health()).components));
  });

  test("has the rights that docs/hardening.md says (`npm run test:compose -- -u` writes it)", async () => {
    const containers = await watchedContainers(stack);
    await expect(await describeHardening(stack, containers)).toMatchFileSnapshot(
      "../../../docs/hardening.md",
    );
    expect(await writesOutside(stack, containers)).toEqual([]);
    await stack.run("docker", ["rm", "--force", ...containers.filter(isIdle).map(({ Id }) => Id)]);
  });

  test("no password is in the settings or the command line of a container", async () => {
    const { stdout: secrets } = await stack.run("sh", ["-c", "cat secrets/*_password secrets/monitor_auth"]);
    const all = JSON.stringify(await stack.inspect());
    const processes = await stack.compose("top");
    for (const secret of secrets.split(/[\n:]/).filter((text) => text.length > 12)) {
      expect(all.includes(secret)).toBe(false);
      expect(processes.includes(secret)).toBe(false);
    }
  });

  test("./run_cli.sh works in a container of the stack: stdin, stdout and exit code pass through", async () => {
    await stack.compose("up", "--detach", "--no-deps", "feeds");
    expect(await stack.cli(["sources", "show", "nobody"])).toMatchObject({ code: 1, stdout: "" });
    const imported = await stack.cli(["sources", "import", "-"], opml(samples));
    expect(imported.stdout).toContain("3 sources added");
    expect(imported.code, imported.stderr).toBe(0);
  });

  test("collect, export and the API give the same articles", async () => {
    const collected = await stack.compose("run", "--rm", "--no-deps", "-T", "cli", "collect", "--json");
    expect(JSON.parse(collected)).toMatchObject({ status: "completed" });
    const expected = 21;
    // The scheduler may have been faster with some of them.
    await until("all samples are stored", async () => {
      const stored = await stack.ask<string[]>("select json_agg(concat(url, ' ', word_count)) from articles");
      if (stored.length !== expected) throw new Error(`${stored.length}: ${stored.toSorted().join("\n")}`);
      return true;
    });

    const exported = await stack.cli(["export", "--format", "ndjson"]);
    expect(exported.code, exported.stderr).toBe(0);
    const titles = exported.stdout
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { title: string }).title);
    expect(
      await stack.cli(["users", "create-admin", "ada", "--password-stdin"], "quiet harbour lantern"),
    ).toMatchObject({ code: 0 });
    const token = (
      await stack.cli(["tokens", "create", "ada", "--name", "test", "--scopes", "read"])
    ).stdout.trim();
    const answer = await stack.https("/api/v1/articles?limit=100", { authorization: `Bearer ${token}` });
    const { items } = JSON.parse(answer.body) as { items: { title: string }[] };
    expect(titles.toSorted()).toEqual(items.map(({ title }) => title).toSorted());
    expect(titles).toHaveLength(expected);
    expect((await stack.https("/api/v1/articles")).status).toBe(401);
  });

  test("collects by itself what is due", async () => {
    const own = Array.from({ length: feeds }, (_, at) => `/feed/${at}`);
    expect(await stack.cli(["sources", "import", "-"], opml(own))).toMatchObject({ code: 0 });
    await untilCollected(stack, entries);
    expect(
      await stack.ask("select count(*) from runs where trigger = 'schedule' and kind = 'collect'"),
    ).not.toBe(0);
  });

  test("three workers share the work", async () => {
    // An interval of their own, for which nobody waits for the hourly round.
    await stack.change(
      "update sources set interval_seconds = 5, next_check_at = now() where url like '%/feed/%'",
    );
    await stack.compose("up", "--detach", "--no-deps", "--no-recreate", "--scale", "worker=3", "worker");
    await stack.grow((entries += 1));
    await untilCollected(stack, entries);
    const busy =
      "select count(distinct worker) from job_records where name = 'collect-source' and started_at > now() - interval '1 minute'";
    expect(await until("each has collected", async () => (await stack.ask<number>(busy)) >= 3)).toBe(true);
  });

  test.each([
    { service: "worker", told: "workers" },
    { service: "scheduler", told: "schedules" },
    { service: "redis", told: "queue" },
    { service: "postgres", told: "database" },
  ])("killed under load, $service is missed by /health until it is back", async ({ service, told }) => {
    const state = async (): Promise<string | undefined> => (await stack.health()).components[told]?.status;
    await stack.grow((entries += 1));
    await stack.compose("kill", service);
    expect(await until(`${told} suffer`, async () => (await state()) !== "ok")).toBe(true);
    await stack.compose("start", service);
    expect(await until(`${told} are well again`, async () => (await state()) === "ok")).toBe(true);
  });

  test("without its service the proxy says so, with 503 and when to come back", async () => {
    await stack.grow((entries += 1));
    await stack.compose("kill", "web");
    const page = await stack.https("/");
    expect(page).toMatchObject({ status: 503, headers: { "retry-after": expect.any(String) as string } });
    const problem = await stack.https("/api/v1/articles");
    expect(problem).toMatchObject({ status: 503, headers: { "content-type": "application/problem+json" } });
    expect((await stack.https("/health")).status).toBe(503);
    await stack.compose("start", "web");
    await until("the service answers", async () => (await stack.https("/health/ready")).status === 200);
  });

  test("without the proxy the service goes on", async () => {
    await stack.compose("kill", "nginx");
    await expect(stack.https("/health")).rejects.toThrow("ECONNREFUSED");
    expect((await stack.health()).components["database"]).toMatchObject({ status: "ok" });
    await stack.compose("start", "nginx");
    await until("the proxy answers", async () => (await stack.https("/health/ready")).status === 200);
  });

  test("what crashes is started again by the engine, everything at once too", async () => {
    await stack.grow((entries += 1));
    await Promise.all(longRunning.map((service) => crash(stack, service)));
    const isBack = async (): Promise<boolean> =>
      (await stack.inspect(...longRunning)).every(
        ({ RestartCount, State }) => RestartCount > 0 && State.Health?.Status === "healthy",
      );
    expect(await until("all were started again and are healthy", isBack)).toBe(true);
  });

  test("after all of this no article is lost or doubled, and no run hangs", async () => {
    await untilCollected(stack, entries);
    const wrong = {
      doubled: "select count(*) - count(distinct url) from articles",
      empty: "select count(*) from articles where word_count = 0",
      notUnderstood: "select (select count(*) from articles) - (select count(*) from article_features)",
      miscounted:
        "select (select count(*) from articles) - (select sum((counts->>'new')::int) from runs where kind = 'collect')",
    };
    const found = await Promise.all(
      Object.entries(wrong).map(async ([name, statement]) => [name, await stack.ask(statement)] as const),
    );
    expect(Object.fromEntries(found)).toEqual({ doubled: 0, empty: 0, notUnderstood: 0, miscounted: 0 });
    await until(
      "no run hangs",
      async () =>
        (await stack.ask(
          "select count(*) from runs where status = 'running' and started_at < now() - interval '30 s'",
        )) === 0,
    );
    const killed = (await stack.inspect()).filter(({ State }) => State.OOMKilled);
    expect(killed.map(serviceOf)).toEqual([]);
  });

  test("a backup brings everything back after every volume was destroyed", async () => {
    await stack.compose("stop", ...longRunning.filter((service) => service !== "postgres"));
    const before = await contents(stack);
    const made = await stack.run("sh", [
      "-c",
      "docker compose run --rm --no-deps -T cli backup create --to - > all.tar",
    ]);
    expect(made.code, made.stderr).toBe(0);

    await stack.compose("--profile", "*", "down", "--volumes", "--timeout", "60");
    await stack.compose("up", "--detach", "postgres");
    const restored = await stack.run("sh", [
      "-c",
      "docker compose run --rm -T cli backup restore - < all.tar",
    ]);
    expect(restored.code, restored.stderr).toBe(0);
    expect(await contents(stack)).toEqual(before);

    await stack.up();
    const signIn = await stack.signIn("ada", "quiet harbour lantern");
    expect(signIn.status).toBe(201);
    expect((await stack.cli(["audit", "verify"])).code).toBe(0);
    await stack.compose("up", "--detach", "--no-deps", "feeds");
  });

  test("stops gracefully", async () => {
    await stack.grow((entries += 1));
    const startedAt = Date.now();
    await stack.compose("stop", ...longRunning);
    expect(Date.now() - startedAt).toBeLessThan(90_000);
    const codes = (await stack.inspect(...longRunning)).map((container) => [
      serviceOf(container),
      container.State.ExitCode,
    ]);
    expect(Object.fromEntries(codes)).toEqual(Object.fromEntries(longRunning.map((service) => [service, 0])));
  });
});

/** Until all that the test's own feeds list is stored, understood and grouped. */
async function untilCollected(stack: Stack, entries: number): Promise<void> {
  const state = `select json_build_object('stored', count(*), 'grouped', count(clustered_at), 'at', now()::time(0),
      'checked', (select count(*) from sources where last_success_at > now() - interval '20 s'))
    from articles left join article_features on article_features.article_id = articles.id where url like '%/page/%'`;
  const whole = feeds * entries;
  await until(
    `${whole} articles are stored and grouped`,
    async () => {
      const answer = await stack.ask<{ stored: number; grouped: number }>(state);
      if (answer.grouped !== whole || answer.stored !== whole) throw new Error(JSON.stringify(answer));
      return true;
    },
    240_000,
  );
}

/** How many rows the tables that matter have, and a sum of what is in them. */
async function contents(stack: Stack): Promise<Record<string, string>> {
  const names = "sources articles article_versions article_features entities entity_totals mentions stories";
  const tables = `${names} story_articles scores users memberships api_tokens schedules`.split(" ");
  const sums = tables.map(
    (table) =>
      `select '${table}' as name, count(*) || ' ' || md5(coalesce(string_agg(line, '' order by line), '')) as sum
       from (select md5(x::text) as line from ${table} x) as rows`,
  );
  return stack.ask(`select json_object_agg(name, sum) from (${sums.join(" union all ")}) as sums`);
}

/** Ends every process in its containers as a crash would; what is first there cannot be killed from inside, but told. */
async function crash(stack: Stack, service: string): Promise<void> {
  const account = ["postgres", "redis"].includes(service) ? ["--user", service] : [];
  const { length } = await stack.inspect(service);
  for (let index = 1; index <= length; index += 1) {
    const which = [...account, "--index", String(index), service];
    const script = "kill -9 -1; kill -QUIT 1; kill -TERM 1";
    await stack.run("docker", ["compose", "exec", "-T", ...which, "sh", "-c", script]);
  }
}

function opml(paths: string[]): string {
  const outlines = paths.map(
    (address) => `<outline type="rss" text="${address}" xmlUrl="http://feeds:8080${address}"/>`,
  );
  return `<opml version="2.0"><body>${outlines.join("")}</body></opml>`;
}
