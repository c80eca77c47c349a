import { afterEach, beforeEach, expect, test } from "vitest";

import { amberText, openProposals, type ProposalDesk } from "../../test/open-proposals.ts";

let desk: ProposalDesk;
beforeEach(async () => {
  desk = await openProposals();
});
afterEach(() => desk.close());

test("a new extraction keeps what was accepted, and nothing that was taken back", async () => {
  const id = await desk.propose();
  await desk.say(id, "accepted");
  await desk.say(id, "accepted", { claim: 2, tenant: 2 });
  await desk.say(id, null, { claim: 2, tenant: 2 });
  await desk.extractAgain();
  await desk.extractAgain();
  expect(await desk.seen()).toMatchObject([{ value: "Amber Vole", status: "named", matched: "Amber Vole" }]);
  expect(await desk.seen(2)).toMatchObject([{ status: "proposed" }]);
  expect(await desk.wrongTotals()).toEqual([]);
});

test("a mention moves with its quote, goes when the text has it no longer, and comes back with it", async () => {
  const id = await desk.propose();
  await desk.say(id, "accepted");
  const moved = `Correction of 2 March: the sums were wrong. ${amberText}`;
  await desk.rewrite(moved);
  await desk.extractAgain();
  const [mention] = await desk.seen();
  const [place] = mention?.places ?? [];
  expect(moved.slice(place?.start, place?.end)).toBe("Amber Vole");
  await desk.rewrite("This report was withdrawn.");
  await desk.extractAgain();
  expect(await desk.seen()).toEqual([]);
  expect(await desk.wrongTotals()).toEqual([]);
  expect((await desk.show(id)).claims[0]).toMatchObject({ entity_id: mention?.entity_id, article_ids: [] });
  await desk.rewrite(amberText);
  await desk.extractAgain();
  expect(await desk.seen()).toMatchObject([{ status: "named" }]);
});

test("once the rules find the entity themselves, theirs is the mention", async () => {
  const id = await desk.propose();
  await desk.say(id, "accepted");
  await desk.rewrite(`${amberText} Amber Vole is also known as Lazarus Group.`);
  const [mention] = await desk.seen();
  // As if the knowledge had learned that it is the same.
  await desk.db.owner.sql`
    update entities set value = 'Lazarus Group', key = 'Lazarus Group' where id = ${mention?.entity_id ?? 0}`;
  await desk.extractAgain();
  const after = await desk.seen();
  expect(after).toMatchObject([
    { entity_id: mention?.entity_id, matched: "Lazarus Group", verdict: "accepted" },
  ]);
  expect(after[0]?.reasons.join()).not.toContain("proposed by");
  await desk.say(id, null);
  expect(await desk.seen()).toMatchObject([{ matched: "Lazarus Group", verdict: null }]);
  expect(await desk.wrongTotals()).toEqual([]);
});

test("who judges the same at once leaves one mention and right totals", async () => {
  const id = await desk.propose();
  for (const [first, second] of [
    ["accepted", "accepted"],
    ["accepted", null],
    [null, "accepted"],
  ] as const) {
    await Promise.all([desk.say(id, first), desk.say(id, second, { tenant: 2 }), desk.extractAgain()]);
    expect(await desk.seen()).toHaveLength(1);
    expect(await desk.wrongTotals()).toEqual([]);
  }
});
