import { testDb } from "@cti/testing/test-db";
import { expect, test } from "vitest";

import { forgetOldRequests } from "./forget-old-requests.ts";

const now = new Date("2026-03-02T10:00:00Z");

test("expired undo tokens of every tenant and events older than an hour go, the others stay", async () => {
  const db = await testDb();
  await db.owner.sql`insert into tenants (id, slug, name) values (2, 'b', 'B')`;
  for (const [hash, tenant, until] of [
    ["a", 1, "2026-03-02T09:59:59Z"],
    ["b", 2, "2026-03-02T09:00:00Z"],
    ["c", 2, "2026-03-02T10:05:00Z"],
  ] as const)
    await db.owner.sql`
      insert into undo_tokens (token_hash, tenant_id, principal, action, before, created_at, expires_at)
      values (${hash}, ${tenant}, 'user:1', 'triage', '[]', ${until}, ${until})`;
  await db.owner.sql`insert into events (at, event, topic, data)
    values ('2026-03-02T08:59:00Z', 'run.progress', 'runs', '{}'), ('2026-03-02T09:01:00Z', 'run.progress', 'runs', '{}')`;
  expect(await forgetOldRequests(db.db, now)).toEqual({ requests: 0, undoTokens: 2, events: 1 });
  expect(await db.owner.sql`select token_hash from undo_tokens`).toEqual([{ token_hash: "c" }]);
  expect(await forgetOldRequests(db.db, now)).toEqual({ requests: 0, undoTokens: 0, events: 0 });
  await db.drop();
});
