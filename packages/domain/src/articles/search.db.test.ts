import { articles } from "@cti/db/schema/articles";
import { subjectTags } from "@cti/db/schema/notes";
import { triage } from "@cti/db/schema/triage";
import { matches, type QueryArticle } from "@cti/pipeline/query/matches";
import type { Query } from "@cti/pipeline/query/query";
import { randomQuery } from "@cti/pipeline/query/random-query";
import { type TestCollector, testCollector } from "@cti/testing/collector";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";

import { markSubjects } from "../triage/mark.ts";
import { compileQuery } from "./compile-query.ts";
import { findArticles } from "./find-articles.ts";
import { readSearch } from "./read-search.ts";

let db: TestDb;
let collector: TestCollector;
const now = new Date("2026-11-20T12:00:00Z");

beforeAll(async () => {
  db = await testDb();
  collector = testCollector(db, { allow: [] });
  await seedArticles(
    db,
    Array.from({ length: 60 }, (_, at) => seedOf(at)),
  );
  await collector.runStages();
  const actor = "ada";
  await markSubjects(
    db.db,
    { subject: "article", ids: [1, 2, 3] },
    { state: "kept", starred: true, actor },
    now,
  );
  await markSubjects(
    db.db,
    { subject: "article", ids: [4, 5] },
    { state: "read", starred: null, actor },
    now,
  );
  await markSubjects(
    db.db,
    { subject: "article", ids: [6] },
    { state: "dismissed", starred: false, actor },
    now,
  );
  const snoozed = (subjectId: number, until: string): typeof triage.$inferInsert => ({
    subject: "article",
    subjectId,
    state: "snoozed",
    snoozedUntil: new Date(until),
    assignee: "Grace",
    actor,
    changedAt: now,
  });
  await db.db.insert(triage).values([snoozed(7, "2001-01-01"), snoozed(8, "2999-01-01")]);
  await db.db
    .update(triage)
    .set({ assignee: "ada" })
    .where(inArray(triage.subjectId, [2, 4]));
  await db.db
    .insert(subjectTags)
    .values(
      [9, 10].map((subjectId) => ({ subject: "article" as const, subjectId, tag: "Ransom case", actor })),
    );
});

afterAll(async () => {
  await collector.close();
  await db.drop();
});

/** A dice that always falls the same way. */
function diceFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

const pieces = [
  "Ransomware operators used phishing mails with a loader.",
  "The beacon token in the kernel driver was stolen from the cloud tenant.",
  "APT29 was seen with Cobalt Strike and rclone at 203[.]0[.]113[.]7.",
  "The malware LummaC2 called hxxps://evil[.]example/x and exploited the VPN.",
  "Lazarus Group abused CVE-2026-20345 in Exchange Server (T1059.001).",
  "Akira encrypted a healthcare provider in Ukraine through ScreenConnect.",
  "A scheduled task was created; PsExec ran on every host of the water utility.",
  "Agent Tesla steals passwords; Fortinet fixed CVE-2024-3400 for Palo Alto Networks too.",
  "Un café à Paris publie des données en 2026.",
  "Exploitation loads drivers: exploiting, exploited, exploits, loaders, phished.",
];

function seedOf(at: number): Parameters<typeof seedArticles>[1][number] {
  const random = diceFrom(at + 1);
  const picked = Array.from(
    { length: 1 + Math.floor(random() * 5) },
    () => pieces[Math.floor(random() * pieces.length)],
  );
  const text = `${picked.join(" ")} ${"Details of the case follow in the report. ".repeat(Math.floor(random() * 60))}`;
  return {
    source: ["northlab", "signalpost", "harbor-ir"][at % 3] ?? "northlab",
    tier: (at % 3) + 1,
    sourceTags: at % 3 === 0 ? ["ics"] : ["cloud"],
    title: picked[0]?.slice(0, 60) ?? "",
    text,
    ...(at % 4 === 0 && { html: `<p>${text}</p><pre>cmd /c</pre>` }),
    at: new Date(now.getTime() - at * 9 * 3_600_000),
    language: ["en", "fr", "de"][at % 3] ?? "en",
    categories: at % 5 === 0 ? ["Top 10"] : [],
    ...(at % 11 === 10 && { rejectedReason: "excluded by a rule" }),
  };
}

async function idsOf(query: Query, writing: "each" | "set" = "set"): Promise<number[]> {
  const condition = (await compileQuery(db.db, query))[writing];
  const rows = await db.db.execute<{ id: string }>(
    sql`select articles.id from articles where ${condition} order by articles.id`,
  );
  return rows.map(({ id }) => Number(id));
}

/** Every article as the naive filter sees it; which words it has is asked of PostgreSQL, a word at a time. */
async function loadAll(): Promise<{ id: number; article: QueryArticle }[]> {
  const rows = await db.db.execute<ArticleRow>(sql`
    select a.id, a.language, a.word_count, a.categories, coalesce(a.published_at, a.collected_at) as at, a.html,
      a.rejected_reason, s.slug, s.name, s.tier, s.tags, f.hunt_score, f.quality, m.story_id, c.total,
      t.starred, t.assignee, w.article_id as twin,
      case when t.state = 'snoozed' and t.snoozed_until < now() then 'new' else t.state end as state,
      array(select tag from subject_tags g where g.subject = 'article' and g.subject_id = a.id) as own_tags,
      (select json_agg(json_build_object('type', e.type, 'value', e.value, 'role', x.role, 'status', x.status,
          'names', (select coalesce(json_agg(n.alias), '[]') from entity_aliases n where n.entity_id = e.id)))
        from mentions x join entities e on e.id = x.entity_id where x.article_id = a.id) as entities
    from articles a join sources s on s.id = a.source_id
    left join article_features f on f.article_id = a.id left join story_articles m on m.article_id = a.id
    left join scores c on c.subject = 'article' and c.subject_id = a.id
    left join triage t on t.subject = 'article' and t.subject_id = a.id
    left join article_twins w on w.article_id = a.id order by a.id`);
  const has = (id: number, kind: "word" | "phrase" | "prefix", key: string): boolean =>
    found.get(`${kind} ${key}`)?.has(id) ?? missing(kind, key);
  return rows.map((row) => {
    const id = Number(row.id);
    return {
      id,
      article: {
        hasWord: (word) => has(id, "word", word),
        hasPhrase: (words) => has(id, "phrase", words.join(" ")),
        hasPrefix: (prefix) => has(id, "prefix", prefix),
        entities: row.entities ?? [],
        source: { slug: row.slug, name: row.name, tier: row.tier, tags: row.tags },
        tags: [...row.categories, ...row.own_tags],
        assignee: row.assignee,
        language: row.language,
        at: new Date(row.at),
        words: row.word_count,
        storyId: row.story_id === null ? null : Number(row.story_id),
        score: row.total,
        hunt: row.hunt_score,
        quality: row.quality,
        state: row.state ?? "new",
        isTwin: row.twin !== null,
        isRejected: row.rejected_reason !== null,
        isStarred: row.starred ?? false,
        hasCode: row.html.includes("<pre>"),
      },
    };
  });
}

type ArticleRow = {
  id: string;
  language: string;
  word_count: number;
  categories: string[];
  at: string;
  html: string;
  rejected_reason: string | null;
  slug: string;
  name: string;
  tier: number;
  tags: string[];
  hunt_score: number | null;
  quality: number | null;
  story_id: string | null;
  total: number | null;
  state: QueryArticle["state"] | null;
  starred: boolean | null;
  assignee: string | null;
  own_tags: string[];
  twin: string | null;
  entities: QueryArticle["entities"] | null;
};

const found = new Map<string, Set<number>>();

function missing(kind: string, key: string): never {
  throw new Error(`${kind} ${key} was not asked before`);
}

/** What the text index says to each word, phrase and prefix of a query. */
async function ask(query: Query): Promise<void> {
  if (query.kind === "and" || query.kind === "or") for (const node of query.nodes) await ask(node);
  if (query.kind === "not") await ask(query.node);
  const leaf: [string, Query] | null =
    query.kind === "word"
      ? [`word ${query.word}`, query]
      : query.kind === "prefix"
        ? [`prefix ${query.prefix}`, query]
        : query.kind === "phrase"
          ? [`phrase ${query.words.join(" ")}`, query]
          : query.kind === "indicator"
            ? [
                `phrase ${query.words.join(" ")}`,
                { kind: "phrase", text: query.words.join(" "), words: query.words },
              ]
            : null;
  if (leaf && !found.has(leaf[0])) found.set(leaf[0], new Set(await idsOf(leaf[1])));
}

test("random searches find in PostgreSQL what a naive filter finds", async () => {
  const all = await loadAll();
  const random = diceFrom(42);
  const day = 86_400_000;
  const ages: Record<string, number> = {
    "7d": 7 * day,
    "24h": day,
    "2w": 14 * day,
    today: 0,
    yesterday: day,
  };
  const readTime = (given: string): Date =>
    given in ages ? new Date(now.getTime() - (ages[given] ?? 0)) : new Date(given);
  let hits = 0;
  for (let round = 0; round < 250; round += 1) {
    const query = randomQuery(random, readTime);
    await ask(query);
    const expected = all.filter(({ article }) => matches(query, article)).map(({ id }) => id);
    hits += expected.length > 0 && expected.length < all.length ? 1 : 0;
    expect(await idsOf(query, "set"), JSON.stringify(query)).toEqual(expected);
    expect(await idsOf(query, "each"), JSON.stringify(query)).toEqual(expected);
  }
  // Searches that find nothing or everything would prove little.
  expect(hits).toBeGreaterThan(60);
});

const search = async (text: string): Promise<number> =>
  (await findArticles(db.db, { search: readSearch(text, now), limit: 100 })).length;

test("an actor is found under any of its names, and an indicator however it is defanged", async () => {
  const count = await search("actor:APT29");
  expect(count).toBeGreaterThan(3);
  expect(await search('actor:"Cozy Bear"')).toBe(count);
  const addresses = await search("203.0.113.7");
  expect(addresses).toBeGreaterThan(3);
  expect(await search("203[.]0[.]113[.]7")).toBe(addresses);
  expect(await search("hxxps://evil[.]example/x")).toBe(await search("ioc:https://evil.example/x"));
  expect(await search("ttp:T1059")).toBe(await search("T1059.001"));
});

test("rejected articles are hidden until a search asks for them", async () => {
  const total = (await db.db.select().from(articles)).length;
  expect(await search("words>=0")).toBeLessThan(total);
  expect(await search("is:rejected")).toBe(5);
});

test("a search that cannot be read says where", () => {
  expect(() => readSearch("acter:APT29", now)).toThrow(/Column 1: .*actor/s);
  expect(() => readSearch("a AND (b OR", now)).toThrow(/\^/);
});

test("matches are marked in an excerpt", async () => {
  const [line] = await findArticles(db.db, { search: readSearch("ransomware", now), limit: 1 });
  expect(line?.excerpt).toMatch(/«ransomware»/i);
});
