import { asTenant } from "@cti/domain/tenants/as-tenant";
import { countMentions } from "@cti/testing/count-mentions";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import type { Call } from "../handler.ts";
import { indicatorHandlers } from "./indicators.ts";

let db: TestDb;

beforeEach(async () => {
  db = await testDb();
});
afterEach(() => db.drop());

type ExportCall = Parameters<typeof indicatorHandlers.exportIndicators>[0];

/** As much of a call as an export looks at. */
function callOf(signal: AbortSignal): ExportCall {
  const inTenant: Call["inTenant"] = (work) => asTenant(db.db, 1, work);
  const call = { query: { format: "json" }, inTenant, audit: () => Promise.resolve(), signal };
  return call as unknown as ExportCall;
}

test("an export that the stop of the service cuts short breaks off, and does not end as if it were whole", async () => {
  await seedArticles(db, [{ source: "alpha", title: "One", text: "One.", at: new Date() }]);
  await db.owner.sql`
    insert into entities (type, value, key) select 'domain', 'd' || n || '.example', 'd' || n || '.example' from generate_series(1, 1100) n`;
  await db.owner.sql`
    insert into mentions (article_id, entity_id, status, confidence, reasons, matched, count, in_title, places, seen_at)
    select a.id, e.id, 'indicator', 1, '{}', e.value, 1, false, '[]', now() from entities e, articles a`;
  await countMentions(db);
  const stop = new AbortController();
  const read = async (): Promise<string> => {
    const { body } = await indicatorHandlers.exportIndicators(callOf(stop.signal), {} as never);
    let text = "";
    for await (const piece of body) {
      text += piece;
      if (text.includes("d1000.example")) stop.abort();
    }
    return text;
  };
  await expect(read()).rejects.toThrow(/abort/);
});
