import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable, Writable } from "node:stream";

import { openClient } from "@cti/db/client";
import { readJournal } from "@cti/db/journal";
import { migrationStatus } from "@cti/db/migrate";
import { rebuildSchema } from "@cti/db/rebuild-schema";
import { notes } from "@cti/db/schema/notes";
import { runs } from "@cti/db/schema/runs";
import { sources } from "@cti/db/schema/sources";
import { testCollector } from "@cti/testing/collector";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { login } from "../accounts/login.ts";
import { createLoginGate } from "../accounts/login-gate.ts";
import { openSession } from "../accounts/sessions.ts";
import { createUser } from "../accounts/users.ts";
import { recordAudit } from "../audit/record.ts";
import { verifyAudit } from "../audit/verify-audit.ts";
import { asTenant } from "../tenants/as-tenant.ts";
import { createTenant } from "../tenants/create-tenant.ts";
import { type CreatedBackup, createBackup } from "./create-backup.ts";
import { type BackupKeys, noKeys } from "./encryption.ts";
import { listTables } from "./list-tables.ts";
import { type Restored, restoreBackup, type RestoreOptions } from "./restore-backup.ts";
import { verifyBackup } from "./verify-backup.ts";

// Each test copies a database or two, and reads and writes all of their tables.
vi.setConfig({ testTimeout: 120_000 });

let db: TestDb;
let other: TestDb;
let folder: string;
const now = (): Date => new Date("2026-11-20T02:45:00Z");
const password = "harbour lamp orchid nine";

beforeEach(async () => {
  [db, other] = [await testDb(), await testDb()];
  folder = await mkdtemp(path.join(tmpdir(), "cti-backup-"));
});
afterEach(async () => {
  await Promise.all([db.drop(), other.drop()]);
  await rm(folder, { recursive: true, force: true });
});

const create = (options: Partial<Parameters<typeof createBackup>[1]> = {}): Promise<CreatedBackup> =>
  createBackup(
    { db: db.db, sql: db.sql, now },
    { to: folder, keys: noKeys, version: "0.1.0", trigger: "cli", actor: "ada", ...options },
  );
const restore = async (source: Readable, options: Partial<RestoreOptions> = {}): Promise<Restored> =>
  restoreBackup(
    { ...other.owner, now },
    { source, name: "b.tar", keys: noKeys, actor: "ada", replace: null, force: false, ...options },
  );
const read = async ({ file }: CreatedBackup): Promise<Buffer> => readFile(file ?? "");
const restoreFile = async (made: CreatedBackup, options: Partial<RestoreOptions> = {}): Promise<Restored> =>
  restore(Readable.from([await read(made)]), options);

type Contents = Record<string, { rows: number; sum: string }>;

/** Rows and a checksum of each table, as PostgreSQL itself sees them. */
async function contents({ owner }: TestDb): Promise<Contents> {
  const all: Contents = {};
  for (const { name, columns } of await listTables(owner.sql)) {
    const row = columns.map((column) => `t."${column}"::text`).join(", ");
    const [found] = await owner.sql.unsafe<{ rows: number; sum: string }[]>(
      `select count(*)::int as rows, coalesce(sum(hashtextextended(row(${row})::text, 0)), 0)::text as sum from "${name}" t`,
    );
    if (found) all[name] = { rows: found.rows, sum: found.sum };
  }
  return all;
}

/** Somebody's work in two tenants, articles with what was found in them, and texts that look like COPY's own signs. */
async function fill(): Promise<{ cookie: string }> {
  const text = "Akira ransomware used CVE-2026-41001 and 185[.]220[.]3[.]44 against clinics. ".repeat(8);
  await seedArticles(db, [
    { source: "alpha", title: "Akira \\N \\. \t and\r\nlines", text, at: now() },
    { source: "beta", title: "Akira again", text: `${text}\\.\n\\N\nÄ 漢字 🦊`, at: now() },
    // Longer than a piece of the file, and than what a piece of the network holds.
    { source: "beta", title: "Long", text: "t", html: "lorem ipsum dolor\n".repeat(300_000), at: now() },
  ]);
  const collector = testCollector(db, { allow: [] });
  await collector.runStages();
  await collector.close();
  const ada = await createUser(db.db, {
    username: "ada",
    password,
    role: "admin",
    tenantId: 1,
    operator: true,
  });
  const tenant = await createTenant(db.db, { slug: "red", name: "Red" }, now());
  for (const tenantId of [1, tenant.id])
    await asTenant(db.db, tenantId, async (tx) => {
      await tx
        .insert(notes)
        .values({ subject: "article", subjectId: 1, text: `of ${tenantId}`, actor: "ada" });
      await recordAudit(tx, {
        actor: "ada",
        address: null,
        action: "x",
        subject: "y",
        detail: {},
        now: now(),
      });
    });
  const opened = await openSession(db.db, {
    userId: ada.id,
    tenantId: 1,
    method: "password",
    address: null,
    userAgent: null,
    now: now(),
    expiresAt: new Date(now().getTime() + 86_400_000),
  });
  return { cookie: opened.token };
}

const without = (all: Record<string, unknown>, ...names: string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));

test("a restored backup is the database again: rows, ids, the audit chain, and passwords; sessions have ended", async () => {
  await fill();
  const before = await contents(db);
  const made = await create();
  expect(made).toMatchObject({
    status: "completed",
    encrypted: false,
    name: "cti-backup-20261120T024500Z.tar",
  });
  expect((await stat(made.file ?? "")).mode & 0o777).toBe(0o600);

  const restored = await restoreFile(made);
  expect(restored).toMatchObject({ rows: made.rows, tables: made.tables, foreign: [], sessions: 1 });
  const after = await contents(other);
  const changing = ["runs", "audit_log", "settings", "events", "sessions"];
  expect(without(after, ...changing)).toEqual(without(before, ...changing));
  expect(after["sessions"]).toMatchObject({ rows: 0 });
  expect(before["mentions"]?.rows).toBeGreaterThan(0);
  expect(await verifyAudit(other.owner.db)).toMatchObject({ rows: 3, firstBreak: null });

  const gate = createLoginGate({ now, wait: () => Promise.resolve() });
  const signedIn = await login(
    { db: other.owner.db, gate, now, sessionMaxMs: 1_000 },
    {
      username: "ada",
      password,
      code: null,
      tenant: null,
      address: "192.0.2.1",
      userAgent: null,
      replaces: null,
    },
  );
  expect(signedIn.outcome).toBe("in");
  // New rows go on where the old ones ended, under the rules of the role of our processes.
  const [source] = await other.db
    .insert(sources)
    .values({ slug: "s", name: "S", kind: "rss", url: "https://s.test/", origin: "user" })
    .returning();
  expect(source?.id).toBe(3);
  expect((await other.db.select().from(notes)).map(({ text }) => text)).toEqual(["of 1"]);
  await expect(other.sql`delete from audit_log`).rejects.toThrow("permission denied");
});

test("indexes, keys and policies after a restore are those of before", async () => {
  await fill();
  const shape = ({ owner }: TestDb): Promise<unknown> => owner.sql`
    select conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) as it from pg_constraint where connamespace = 'public'::regnamespace
    union all select indexdef from pg_indexes where schemaname = 'public'
    union all select tablename || policyname || coalesce(qual, '') from pg_policies
    union all select relname || relrowsecurity || coalesce(relacl::text, '') from pg_class where relnamespace = 'public'::regnamespace
    order by 1`;
  const before = await shape(other);
  await restoreFile(await create());
  expect(await shape(other)).toEqual(before);
});

test("what people write during a backup is in it whole or not at all", async () => {
  await seedArticles(db, [{ source: "alpha", title: "a", text: "b", at: now() }]);
  const [source] = await db.db.select().from(sources);
  let added = 0;
  const add = (): Promise<void> =>
    asTenant(db.db, 1, async (tx) => {
      added += 1;
      await tx.insert(notes).values({ subject: "article", subjectId: added, text: "n", actor: "ada" });
      await tx
        .update(sources)
        .set({ name: `S${added}` })
        .where(eq(sources.id, source?.id ?? 0));
    });
  const writing: Promise<void>[] = [];
  const made = await create({ onProgress: () => void writing.push(add()) });
  await Promise.all(writing);
  expect(writing.length).toBeGreaterThan(10);
  await restoreFile(made);
  const [kept] = await other.owner.db.select().from(sources);
  const { length } = await other.owner.db.select().from(notes);
  expect(kept?.name).toBe(length === 0 ? source?.name : `S${length}`);
});

test("a backup of an older schema is restored as it was and then brought up to date", async () => {
  const tag = readJournal()[1]?.tag ?? "";
  await db.owner.sql.begin((tx) => rebuildSchema(tx, tag));
  await db.owner
    .sql`insert into sources (slug, name, kind, url, origin) values ('old', 'Old', 'rss', 'https://old.test/', 'user')`;
  await db.owner.sql`insert into watchlists (kind, value) values ('keyword', 'akira')`;
  const made = await create({ record: false });
  expect(made.runId).toBeNull();
  const restored = await restoreFile(made);
  expect(restored.manifest.migrations).toHaveLength(2);
  expect((await migrationStatus(other.url)).pending).toEqual([]);
  expect(await other.db.select({ slug: sources.slug, revision: sources.revision }).from(sources)).toEqual([
    { slug: "old", revision: 1 },
  ]);
  // It came to the tenant that every installation has.
  expect(await other.sql`select value from watchlists`).toMatchObject([{ value: "akira" }]);
});

test("a backup for a public key is read with the private one only", async () => {
  await fill();
  const identity = await generateX25519Identity();
  const recipients = [await identityToRecipient(identity)];
  const made = await create({ keys: { ...noKeys, recipients } });
  expect(made).toMatchObject({ encrypted: true, name: "cti-backup-20261120T024500Z.tar.age" });
  const bytes = await read(made);
  expect(bytes.includes("articles")).toBe(false);
  await expect(restoreFile(made)).rejects.toThrow("is encrypted");
  const wrong = { ...noKeys, identities: [await generateX25519Identity()] };
  await expect(restoreFile(made, { keys: wrong })).rejects.toThrow("none of the given keys");
  const right = { ...noKeys, identities: [identity] };
  bytes[bytes.length - 40_000] = (bytes[bytes.length - 40_000] ?? 0) ^ 1;
  await expect(restore(Readable.from([bytes]), { keys: right })).rejects.toThrow("cannot be used");
  expect(await restoreFile(made, { keys: right })).toMatchObject({ rows: made.rows });
});

test("a passphrase encrypts too, unless it is a short one", async () => {
  const keys = (passphrase: string): BackupKeys => ({ ...noKeys, passphrase });
  await expect(create({ keys: keys("short") })).rejects.toThrow("at least 16");
  const made = await create({ keys: keys(password) });
  expect(await restoreFile(made, { keys: keys(password) })).toMatchObject({ rows: made.rows });
});

test("a backup is verified by restoring it beside the database, and nothing of that stays", async () => {
  await fill();
  const made = await create();
  const verified = await verifyBackup(made.file ?? "", { keys: noKeys, url: db.url });
  expect(verified).toMatchObject({ restored: true, rows: made.rows });
  expect(await verifyBackup(made.file ?? "", { keys: noKeys, url: null })).toMatchObject({
    restored: false,
    rows: made.rows,
    tables: verified.tables,
  });
  expect(await db.owner.sql`select 1 from pg_database where starts_with(datname, 'cti_verify_')`).toEqual([]);
});

test("wherever a byte is flipped or the file ends, it is refused and the database stays as it was", async () => {
  await seedArticles(db, [{ source: "alpha", title: "a", text: "some text", at: now() }]);
  const bytes = await read(await create());
  const before = await contents(other);
  const broken: Buffer[] = [];
  for (let at = 300; at < bytes.length - 1_024; at += Math.ceil(bytes.length / 40)) {
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] ?? 0) ^ 4;
    broken.push(flipped);
    broken.push(bytes.subarray(0, at));
  }
  const messages = new Set<string>();
  for (const each of broken) {
    const file = path.join(folder, "broken.tar");
    await writeFile(file, each);
    const error = await verifyBackup(file, { keys: noKeys, url: null }).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: "DomainError", problem: "invalid" });
    messages.add((error as Error).message);
  }
  expect(messages.size).toBeGreaterThan(3);
  await expect(restore(Readable.from([broken.at(-1) ?? Buffer.alloc(0)]))).rejects.toThrow("cannot be used");
  expect(await contents(other)).toEqual(before);
});

test("rows that belong to nothing are refused, although their checksums are right", async () => {
  await fill();
  await db.owner.sql`alter table notes drop constraint notes_tenant_id_tenants_id_fk`;
  await db.owner
    .sql`insert into notes (tenant_id, subject, subject_id, text, actor) values (99, 'article', 1, 't', 'x')`;
  const made = await create();
  const before = await contents(other);
  await expect(restoreFile(made)).rejects.toThrow("do not fit together");
  expect(await contents(other)).toEqual(before);
});

test("a database that holds something, or that a process uses, is not overwritten by accident", async () => {
  const made = await create();
  await seedArticles(other, [{ source: "alpha", title: "a", text: "b", at: now() }]);
  await expect(restoreFile(made)).rejects.toThrow("is not empty (articles, sources)");
  await other.owner.sql`
    insert into workers (id, kind, host, pid, version, started_at, last_beat_at)
    values ('h:1:worker', 'worker', 'h', 1, '1', now(), clock_timestamp())`;
  const saved: string[] = [];
  const replace = async ({ version }: { version: string }): Promise<void> => void saved.push(version);
  await expect(restoreFile(made, { replace })).rejects.toThrow("h:1:worker");
  expect(saved).toEqual([]);
  await restoreFile(made, { replace, force: true });
  expect(saved).toEqual(["0.1.0"]);
  expect(await other.db.select().from(sources)).toEqual([]);
});

test("a run that was going on when the backup was made does not go on after it was restored", async () => {
  await db.db.insert(runs).values({ kind: "collect", trigger: "cli", actor: "x", startedAt: now() });
  await restoreFile(await create());
  const rows = await other.db.select().from(runs).orderBy(asc(runs.id));
  expect(rows.map(({ kind, status, params }) => [kind, params["action"], status])).toEqual([
    ["collect", undefined, "failed"],
    ["backup", "create", "completed"],
    ["backup", "restore", "completed"],
  ]);
});

test("a backup of a later version or another product says so", async () => {
  const bytes = await read(await create());
  const edited = (from: string, to: string): Readable => {
    const text = bytes.toString("latin1");
    expect(text).toContain(from);
    return Readable.from([Buffer.from(text.replace(from, to), "latin1")]);
  };
  const [last = ""] = readJournal()
    .map(({ tag }) => tag)
    .slice(-1);
  const later = `9${last.slice(1)}`;
  await expect(restore(edited(`"${last}"`, `"${later}"`))).rejects.toThrow("does not know");
  await expect(restore(edited('"format": 1', '"format": 2'))).rejects.toThrow("install a newer version");
  await expect(restore(edited("cti-scraper", "cti-scrapes"))).rejects.toThrow("not made by CTI Scraper");
  await expect(restore(Readable.from([Buffer.from("hello")]))).rejects.toThrow("ends in the middle");
});

test("a login that sees only a part of the rows makes no backup of it", async () => {
  await db.owner.sql.unsafe(`
    do $$ begin create role cti_backup_test login password 'x'; exception when duplicate_object then null; end $$;
    grant cti_app to cti_backup_test; grant usage on schema drizzle to cti_backup_test;
    grant select on drizzle.__drizzle_migrations to cti_backup_test`);
  const url = new URL(db.url);
  [url.username, url.password] = ["cti_backup_test", "x"];
  const login = openClient(url.href, { poolSize: 2, name: "t", role: "cti_app" });
  try {
    const made = createBackup(
      { ...login, now },
      { to: folder, keys: noKeys, version: "0.1.0", trigger: "schedule", actor: "scheduler" },
    );
    await expect(made).rejects.toMatchObject({
      problem: "forbidden",
      message: expect.stringContaining("docs/backup.md"),
    });
    expect(await readdir(folder)).toEqual([]);
  } finally {
    await login.close();
    await db.owner.sql.unsafe("drop owned by cti_backup_test; drop role cti_backup_test");
  }
});

test("a stop in the middle, and a stream that breaks, leave no file and a connection that works", async () => {
  await fill();
  const stopping = new AbortController();
  const made = await create({
    signal: stopping.signal,
    onProgress: ({ table }) => void (table === "articles" && stopping.abort()),
  });
  expect(made.status).toBe("cancelled");
  const to = new Writable({ write: (_chunk, _encoding, done) => done(new Error("the pipe broke")) });
  await expect(create({ to })).rejects.toThrow("the pipe broke");
  expect(await readdir(folder)).toEqual([]);
  expect(await create()).toMatchObject({ status: "completed" });
});

test("files are not replaced, and links are not followed", async () => {
  const made = await create();
  await expect(create()).rejects.toThrow("is there already");
  const link = path.join(folder, "link.tar");
  await symlink(made.file ?? "", link);
  await expect(verifyBackup(link, { keys: noKeys, url: null })).rejects.toThrow("links are not followed");
  await expect(verifyBackup(folder, { keys: noKeys, url: null })).rejects.toThrow("no plain file");
});
