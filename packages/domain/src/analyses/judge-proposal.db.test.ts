import { entities, mentions, verdicts } from "@cti/db/schema/entities";
import { stories, storyArticles } from "@cti/db/schema/stories";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { amberText, amberVole, at, openProposals, type ProposalDesk } from "../../test/open-proposals.ts";
import { judgeEntity } from "../entities/judge.ts";
import { everything } from "../entities/entity-filter.ts";
import { listEntities } from "../entities/list-entities.ts";
import { showStory } from "../stories/show-story.ts";
import { asTenant } from "../tenants/as-tenant.ts";
import { removeTenant } from "../tenants/remove-tenant.ts";

let desk: ProposalDesk;
beforeEach(async () => {
  desk = await openProposals();
});
afterEach(() => desk.close());

/** What lists and exports of names have, which is what counts. */
async function listed(tenant: number): Promise<string[]> {
  const filter = { ...everything, types: ["actor", "malware"], statuses: ["named", "indicator"] };
  const found = await asTenant(desk.db.db, tenant, (tx) =>
    listEntities(tx, filter, { sort: "mentioned_in", cursor: null, limit: 50 }),
  );
  return found.items.map(({ value }) => value);
}

test("an entity that is accepted is a mention at its place: accepted for the tenant, proposed for others", async () => {
  const id = await desk.propose();
  const changes = await desk.say(id, "accepted");
  expect(changes).toMatchObject([
    { articleId: desk.articleId, before: null, after: { verdict: "accepted" } },
  ]);
  const [mention, ...others] = await desk.seen();
  expect(others).toEqual([]);
  expect(mention).toMatchObject({
    type: "actor",
    value: "Amber Vole",
    status: "named",
    verdict: "accepted",
    matched: "Amber Vole",
    count: 1,
    in_title: false,
    reasons: [`proposed by mistral in analysis ${id}`],
  });
  const [place] = mention?.places ?? [];
  expect(amberText.slice(place?.start, place?.end)).toBe("Amber Vole");
  expect(await desk.seen(2)).toMatchObject([{ status: "proposed", verdict: null, confidence: 0.5 }]);
  expect([await listed(1), await listed(2)]).toEqual([["Amber Vole"], []]);
  expect(await desk.wrongTotals()).toEqual([]);

  const { claims } = await desk.show(id);
  expect(claims[0]).toMatchObject({
    entity_id: mention?.entity_id,
    article_ids: [desk.articleId],
    accepted: 1,
  });
  expect(claims[1]).toMatchObject({ entity_id: null, article_ids: [] });
  expect((await desk.show(id, 2)).claims[0]).toMatchObject({ entity_id: null, article_ids: [], accepted: 0 });
});

test("what the text does not bear out cannot be accepted, and can be rejected", async () => {
  const id = await desk.propose();
  const refused = { problem: "invalid", message: expect.stringContaining("does not bear it out") as unknown };
  await expect(desk.say(id, "accepted", { claim: 3 })).rejects.toMatchObject(refused);
  expect(await desk.say(id, "rejected", { claim: 3 })).toEqual([]);
  expect((await desk.show(id)).claims[2]).toMatchObject({ verdict: "rejected", entity_id: null });
  expect(await desk.seen()).toEqual([]);
});

test("taken back, the mention stays while another tenant accepts it, and then goes", async () => {
  const id = await desk.propose();
  await desk.say(id, "accepted");
  await desk.say(id, "accepted");
  await desk.say(id, "accepted", { tenant: 2 });
  expect(await desk.say(id, null)).toMatchObject([{ before: { verdict: "accepted" }, after: null }]);
  expect(await desk.seen(1)).toMatchObject([{ status: "proposed", verdict: null }]);
  expect(await desk.seen(2)).toMatchObject([{ status: "named", verdict: "accepted" }]);
  await desk.say(id, null, { tenant: 2 });
  expect([await desk.seen(1), await desk.seen(2)]).toEqual([[], []]);
  expect(await desk.wrongTotals()).toEqual([]);
  expect(await desk.db.owner.db.select().from(verdicts)).toEqual([]);
  expect((await desk.show(id)).claims[0]).toMatchObject({ entity_id: null, article_ids: [] });
  await desk.say(id, "accepted");
  expect(await desk.seen()).toMatchObject([{ status: "named" }]);
});

test("rejecting makes nothing where nobody accepted, and turns an acceptance round", async () => {
  const id = await desk.propose();
  expect(await desk.say(id, "rejected")).toEqual([]);
  expect(await desk.db.db.select().from(mentions)).toEqual([]);
  expect(await listed(1)).toEqual([]);
  await desk.say(id, "accepted");
  await desk.say(id, "accepted", { tenant: 2 });
  expect(await desk.say(id, "rejected")).toMatchObject([
    { before: { verdict: "accepted" }, after: { verdict: "rejected", note: `claim 1 of analysis ${id}` } },
  ]);
  expect(await desk.seen(1)).toMatchObject([{ status: "rejected", verdict: "rejected" }]);
  expect(await desk.seen(2)).toMatchObject([{ status: "named" }]);
  await desk.say(id, "rejected", { tenant: 2 });
  expect([await desk.seen(1), await desk.seen(2)]).toEqual([[], []]);
  await desk.say(id, null);
  await desk.say(id, null, { tenant: 2 });
  expect(await desk.db.owner.db.select().from(verdicts)).toEqual([]);
});

test("of several people of a tenant the last word counts", async () => {
  const id = await desk.propose();
  await desk.say(id, "accepted", { actor: "ada" });
  await desk.say(id, "rejected", { actor: "grace", minute: 1 });
  expect(await desk.seen()).toEqual([]);
  expect((await desk.show(id)).claims[0]).toMatchObject({ accepted: 1, rejected: 1, entity_id: null });
  await desk.say(id, null, { actor: "grace", minute: 2 });
  expect(await desk.seen()).toMatchObject([{ status: "named", verdict: "accepted" }]);
  const [verdict] = await desk.db.db.select().from(verdicts);
  expect(verdict).toMatchObject({ actor: "ada", note: `claim 1 of analysis ${id}` });
});

test("what somebody decided of the mention itself stays when the claim is taken back", async () => {
  const id = await desk.propose();
  await desk.say(id, "accepted");
  await desk.say(id, "accepted", { tenant: 2 });
  const [mention] = await desk.seen();
  const entity = { id: mention?.entity_id ?? 0, value: "Amber Vole" };
  const decided = {
    articleId: desk.articleId,
    verdict: "rejected",
    note: "no group",
    actor: "grace",
  } as const;
  await judgeEntity(desk.db.db, entity, decided, at);
  expect(await desk.say(id, null)).toEqual([]);
  expect(await desk.seen()).toMatchObject([{ status: "rejected", verdict: "rejected" }]);
});

test("a name that is known goes to its entity, by any alias and within its family", async () => {
  const group = await desk.nameEntity("actor", "Sable Otter", ["Amber Vole"]);
  const malware = await desk.nameEntity("ransomware", "Lantern RAT");
  await desk.nameEntity("tool", "Amber Vole");
  const id = await desk.propose();
  await desk.say(id, "accepted");
  await desk.say(id, "accepted", { claim: 2 });
  expect((await desk.seen()).map(({ entity_id, value, matched }) => ({ entity_id, value, matched }))).toEqual(
    [{ entity_id: group, value: "Sable Otter", matched: "Amber Vole" }],
  );
  const { claims } = await desk.show(id);
  expect(claims.map(({ entity_id }) => entity_id)).toEqual([group, malware, null]);
});

test("a name that several are called by is nobody's but its own", async () => {
  const others = [
    await desk.nameEntity("actor", "A", ["Amber Vole"]),
    await desk.nameEntity("actor", "B", ["Amber Vole"]),
  ];
  const id = await desk.propose();
  await desk.say(id, "accepted");
  const [mention] = await desk.seen();
  expect(mention).toMatchObject({ type: "actor", value: "Amber Vole" });
  expect(others).not.toContain(mention?.entity_id);
});

test("a mention that the rules made is accepted as it is, and stays when that is taken back", async () => {
  const id = await desk.propose();
  const entityId = await desk.nameEntity("actor", "Amber Vole");
  const found = {
    count: 7,
    inTitle: false,
    places: [],
    reasons: ["rules"],
    matched: "Amber Vole",
    seenAt: at,
  };
  await desk.db.db
    .insert(mentions)
    .values({ articleId: desk.articleId, entityId, status: "proposed", confidence: 0.9, ...found });
  await desk.say(id, "accepted");
  expect(await desk.seen()).toMatchObject([{ status: "named", count: 7, reasons: ["rules"] }]);
  await desk.say(id, null);
  expect(await desk.seen()).toMatchObject([{ status: "proposed", count: 7, verdict: null }]);
});

test("of two analyses that propose the same, one that is taken back leaves the other's mention", async () => {
  const [first, second] = [await desk.propose(), await desk.propose()];
  await desk.say(first, "accepted");
  await desk.say(second, "accepted", { minute: 1 });
  await desk.say(first, null);
  expect(await desk.seen()).toMatchObject([
    { status: "named", reasons: [`proposed by mistral in analysis ${second}`] },
  ]);
  await desk.say(second, null);
  expect(await desk.seen()).toEqual([]);
  expect(await desk.wrongTotals()).toEqual([]);
});

test("of a story, the articles in whose quote the name stands mention it", async () => {
  const other = await desk.addArticle(
    "Later Amber Vole sold the stolen files, a forum says. Others looked away.",
    "gamma",
  );
  const counted = { firstAt: at, lastAt: at, updatedAt: at, articleCount: 2, ownerCount: 2 };
  const [story] = await desk.db.db
    .insert(stories)
    .values({ title: "t", titleArticleId: desk.articleId, ...counted })
    .returning({ id: stories.id });
  const subjectId = story?.id ?? 0;
  const of = {
    storyId: subjectId,
    by: "rule",
    kind: "joined",
    owner: "o",
    similarity: 1,
    reasons: {},
  } as const;
  await desk.db.db
    .insert(storyArticles)
    .values([desk.articleId, other].map((each) => ({ articleId: each, ...of })));
  const sold = { ...amberVole, quotes: ["Later Amber Vole sold the stolen files"] };
  const id = await desk.propose([sold], { subject: "story", subjectId });
  await desk.say(id, "accepted");
  expect(await desk.seen()).toEqual([]);
  expect(await desk.seen(1, other)).toMatchObject([{ value: "Amber Vole", status: "named" }]);
  expect((await desk.show(id)).claims[0]).toMatchObject({ article_ids: [other] });
  const namedIn = async (tenant: number): Promise<string[]> => {
    const { entities: named } = await asTenant(desk.db.db, tenant, (tx) => showStory(tx, subjectId));
    return named.map(({ value }) => value);
  };
  expect([await namedIn(1), await namedIn(2)]).toEqual([["Amber Vole"], []]);
});

test("a technique is the entity of its id, at its quote where the text does not name it", async () => {
  const quote = "Callers phished two clerks by telephone";
  await desk.rewrite(`${amberText} ${quote} in June.`);
  const id = await desk.propose([{ type: "technique", name: "T1566", quotes: [quote] }]);
  const { claims } = await desk.show(id);
  expect(claims[0]).toMatchObject({ status: "supported", subject: { type: "technique", value: "T1566" } });
  await desk.say(id, "accepted");
  expect(await desk.seen()).toMatchObject([{ value: "T1566", status: "named", matched: quote }]);
});

test("what stands in the text no longer cannot be accepted any more", async () => {
  const id = await desk.propose();
  await desk.rewrite("This report was withdrawn.");
  const refused = { problem: "invalid", message: expect.stringContaining("any more") as unknown };
  await expect(desk.say(id, "accepted")).rejects.toMatchObject(refused);
  expect(await desk.db.db.select().from(entities).where(eq(entities.value, "Amber Vole"))).toEqual([]);
});

test("a tenant that is removed takes along what it alone accepted", async () => {
  const id = await desk.propose();
  await desk.say(id, "accepted", { tenant: 2 });
  await desk.say(id, "accepted", { claim: 2, tenant: 2 });
  await desk.say(id, "accepted", { claim: 2, tenant: 1 });
  await removeTenant(desk.db.db, 2, { confirm: "red", expected: null });
  expect((await desk.seen()).map(({ value, status }) => ({ value, status }))).toEqual([
    { value: "LanternRAT", status: "named" },
  ]);
  expect(await desk.wrongTotals()).toEqual([]);
});
