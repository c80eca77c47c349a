import { createToken } from "@cti/domain/accounts/tokens";
import { asTenant } from "@cti/domain/tenants/as-tenant";
import { seedArticles } from "@cti/testing/seed-articles";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type TestWeb, testWeb } from "../../test/test-web.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await testWeb();
});
afterAll(() => web.close());

test("a token of an admin without the scope admin removes and changes nothing of others", async () => {
  const [analyst, admin] = [await web.as("analyst"), await web.as("admin")];
  const [id] = await seedArticles(web.db, [
    { source: "northlab", title: "One", text: "Two.", at: new Date() },
  ]);
  const note = await analyst.post("/api/v1/notes", { subject: "article", subject_id: id, text: "mine" });
  const search = await analyst.post("/api/v1/saved-searches", {
    name: "Ours",
    query: "ransomware",
    visibility: "team",
  });
  expect([note.status, search.status]).toEqual([201, 201]);
  const { token } = await asTenant(web.db.db, 1, (tx) => {
    const few = { userId: admin.userId ?? 0, name: "few", scopes: ["read", "write"] };
    return createToken(tx, { ...few, expiresAt: new Date(Date.now() + 60_000) }, new Date());
  });
  const headers = { authorization: `Bearer ${token}`, "if-match": "*" };
  const nobody = await web.as("nobody");
  const paths = [`/api/v1/notes/${note.body.id}`, `/api/v1/saved-searches/${search.body.id}`];
  for (const path of paths)
    expect([path, (await nobody.ask("DELETE", path, { headers })).status]).toEqual([path, 403]);
  const renamed = await nobody.ask("PATCH", paths[1] ?? "", { headers, body: { name: "Theirs" } });
  expect(renamed.status).toBe(403);
  for (const path of paths)
    expect([path, (await admin.delete(path, undefined, { "if-match": "*" })).status]).toEqual([path, 204]);
});
