import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { vulnerabilities } from "@cti/db/schema/knowledge";
import { createKnowledge } from "@cti/pipeline/entities/knowledge";
import { extractEntities } from "@cti/pipeline/entities/extract-entities";
import { testDb, type TestDb } from "@cti/testing/test-db";
import { asc } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { listKnowledge } from "./list-knowledge.ts";
import { loadKnowledge } from "./load-knowledge.ts";
import { syncKnowledge, type SyncSummary } from "./sync-knowledge.ts";

let db: TestDb;
let folder: string;

beforeEach(async () => {
  db = await testDb();
  folder = mkdtempSync(path.join(tmpdir(), "cti-knowledge-"));
});

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await db.drop();
});

const sync = (kind: Parameters<typeof syncKnowledge>[1]["kind"], from = folder): Promise<SyncSummary> =>
  syncKnowledge(
    { ...db, fetcher: null, now: () => new Date() },
    { kind, origin: { from }, trigger: "cli", actor: "ada" },
    () => undefined,
  );
const put = (name: string, content: unknown): void =>
  writeFileSync(path.join(folder, name), typeof content === "string" ? content : JSON.stringify(content));

const galaxy = (synonyms: string[]): unknown => ({
  name: "Threat Actor",
  type: "threat-actor",
  version: 7,
  values: [
    { value: "Velvet Heron", uuid: "1", meta: { synonyms } },
    { value: "APT29", uuid: "2", meta: { synonyms: ["Quiet Lantern"] } },
  ],
});

const namesIn = async (text: string): Promise<string[]> => {
  const knowledge = createKnowledge(await loadKnowledge(db.db));
  return extractEntities(
    { title: "", text, html: null, ownHosts: [], sourceId: null },
    knowledge,
  ).entities.map(({ type, value }) => `${type} ${value}`);
};

test("a galaxy brings names and aliases, and joins what the product knows already", async () => {
  put("threat-actor.json", galaxy(["Copper Heron"]));
  expect(await sync("galaxy")).toMatchObject({
    status: "completed",
    sets: [{ outcome: "new", items: 2, version: "7" }],
  });
  expect(await namesIn("The group Copper Heron and the actor Quiet Lantern share a loader.")).toEqual([
    "actor Velvet Heron",
    "actor APT29",
  ]);
  const before = (await loadKnowledge(db.db)).version;
  expect(await sync("galaxy")).toMatchObject({ sets: [{ outcome: "unchanged" }] });
  expect((await loadKnowledge(db.db)).version).toBe(before);

  put("threat-actor.json", galaxy(["Copper Heron", "Tin Heron"]));
  expect(await sync("galaxy")).toMatchObject({ sets: [{ outcome: "updated" }] });
  expect((await loadKnowledge(db.db)).version).not.toBe(before);
  expect(await namesIn("The actor Tin Heron is back.")).toEqual(["actor Velvet Heron"]);
});

test("a file that is something else is named, the others are loaded, and what was there stays", async () => {
  put("broken.json", "{ not json");
  put("other.json", { hello: 1 });
  put("threat-actor.json", galaxy([]));
  const summary = await sync("galaxy");
  expect(summary.status).toBe("completed_with_errors");
  expect(summary.sets.map(({ outcome }) => outcome)).toEqual(["failed", "failed", "new"]);
  expect(summary.sets[1]?.error).toMatch(/values/);
  put("threat-actor.json", "");
  expect((await sync("galaxy")).status).toBe("failed");
  expect(await listKnowledge(db.db)).toMatchObject([{ name: "Threat Actor", items: 2 }]);
});

test("a warninglist marks what it knows, with its name", async () => {
  put("list.json", {
    name: "List of known bank sites",
    version: 3,
    description: "bank domains",
    type: "hostname",
    matching_attributes: ["domain", "hostname", "url"],
    list: ["sunrise-bank.com"],
  });
  await sync("warninglist");
  const knowledge = createKnowledge(await loadKnowledge(db.db));
  const subject = {
    title: "",
    text: "Victims of sunrise-bank.com were called.",
    html: null,
    ownHosts: [],
    sourceId: null,
  };
  const [entity] = extractEntities(subject, knowledge).entities;
  expect(entity).toMatchObject({
    value: "sunrise-bank.com",
    status: "benign",
    benign: "List of known bank sites",
  });
});

test("facts on flaws from different catalogues add up, and a new KEV catalogue replaces the old one", async () => {
  const kev = (ids: string[]): unknown => ({
    title: "KEV",
    catalogVersion: `2026.${ids.length}`,
    dateReleased: "2026-11-20T00:00:00Z",
    count: ids.length,
    vulnerabilities: ids.map((cveID) => ({
      cveID,
      vendorProject: "Harbor",
      product: "VPN",
      vulnerabilityName: "Harbor VPN file write",
      dateAdded: "2026-11-02",
      dueDate: "2026-11-23",
      knownRansomwareCampaignUse: "Known",
      shortDescription: "",
      cwes: [],
    })),
  });
  put("kev.json", kev(["CVE-2026-0001", "CVE-2026-0002"]));
  await sync("kev");
  rmSync(path.join(folder, "kev.json"));
  put(
    "epss.csv",
    "#model_version:v2026,score_date:2026-11-20\ncve,epss,percentile\nCVE-2026-0001,0.91,0.99\nbad,1,1\n",
  );
  expect(await sync("epss")).toMatchObject({
    sets: [{ items: 1, warnings: [expect.stringContaining("1 row")] }],
  });
  rmSync(path.join(folder, "epss.csv"));
  put("kev.json", kev(["CVE-2026-0001"]));
  await sync("kev");
  const rows = await db.db.select().from(vulnerabilities).orderBy(asc(vulnerabilities.cve));
  expect(rows).toMatchObject([
    { cve: "CVE-2026-0001", kevAddedOn: "2026-11-02", kevRansomware: true, epss: expect.closeTo(0.91, 3) },
    { cve: "CVE-2026-0002", kevAddedOn: null },
  ]);
});

test("a folder that is not there is named", async () => {
  await expect(sync("galaxy", path.join(folder, "nowhere"))).rejects.toThrow(/no file or folder/);
});
