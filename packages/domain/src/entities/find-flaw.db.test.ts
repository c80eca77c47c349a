import { vulnerabilities } from "@cti/db/schema/knowledge";
import { testDb, type TestDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { findFlaw } from "./find-flaw.ts";

let db: TestDb;
beforeEach(async () => {
  db = await testDb();
});
afterEach(() => db.drop());

const at = new Date("2026-11-20T06:00:00Z");

test("a flaw is told with what each catalogue knows of it, and nothing is made up for the others", async () => {
  await db.db.insert(vulnerabilities).values([
    {
      cve: "CVE-2026-0001",
      name: "Overflow",
      vendor: "Acme",
      product: "Gate",
      kevAddedOn: "2026-11-02",
      kevDueOn: "2026-11-23",
      kevRansomware: true,
      cvss: 9.8,
      cvssVector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
      cvssVersion: "3.1",
      epss: 0.5,
      epssPercentile: 0.75,
      updatedAt: at,
    },
    { cve: "CVE-2026-0002", epss: 0.25, updatedAt: at },
  ]);
  expect(await findFlaw(db.db, "cve", "CVE-2026-0001")).toEqual({
    name: "Overflow",
    vendor: "Acme",
    product: "Gate",
    kev: { added_on: "2026-11-02", due_on: "2026-11-23", ransomware: true },
    cvss: expect.objectContaining({ version: "3.1", score: expect.closeTo(9.8, 3) }),
    epss: { score: 0.5, percentile: 0.75 },
    updated_at: at,
  });
  expect(await findFlaw(db.db, "cve", "CVE-2026-0002")).toMatchObject({
    name: null,
    kev: null,
    cvss: null,
    epss: { score: 0.25, percentile: null },
  });
  expect(await findFlaw(db.db, "cve", "CVE-2026-9999")).toBeNull();
  expect(await findFlaw(db.db, "domain", "CVE-2026-0001")).toBeNull();
});
