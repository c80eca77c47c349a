import { spawn } from "node:child_process";
import path from "node:path";

import { auditLog } from "@cti/db/schema/audit-log";
import { authenticateToken } from "@cti/domain/accounts/authenticate";
import { checkPassword } from "@cti/domain/accounts/passwords";
import { openSession } from "@cti/domain/accounts/sessions";
import { findUser } from "@cti/domain/accounts/users";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { buildProgram } from "../program.ts";

let testing: TestDb;
beforeAll(async () => {
  testing = await testDb();
});
afterAll(() => testing.drop());

type Ended = { code: number; stdout: string; stderr: string };

const environment = (): NodeJS.ProcessEnv => ({
  DATABASE_URL: testing.url,
  CTI_LOG_LEVEL: "error",
  NO_COLOR: "1",
});

/** The command in this process, with what it writes. */
async function cti(line: string): Promise<Ended> {
  const ended: Ended = { code: -1, stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      ended[name] += String(text);
      return true;
    }),
  );
  try {
    ended.code = await buildProgram(environment()).run(["node", "cti", ...line.split(" ")]);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return ended;
}

/** The same as a process of its own, with this on its stdin. */
async function ctiWith(stdin: string, line: string): Promise<Ended> {
  const main = path.resolve(import.meta.dirname, "../main.ts");
  const child = spawn(process.execPath, [main, ...line.split(" ")], { env: environment() });
  const ended: Ended = { code: -1, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (ended.stdout += String(chunk)));
  child.stderr.on("data", (chunk: Buffer) => (ended.stderr += String(chunk)));
  child.stdin.end(stdin);
  ended.code = await new Promise((resolve) => child.on("close", (code) => resolve(code ?? -1)));
  return ended;
}

test("the first admin is made without a server", { timeout: 120_000 }, async () => {
  const weak = await ctiWith("ada1234567890\n", "users create-admin ada --password-stdin");
  expect(weak).toMatchObject({ code: 2, stderr: expect.stringContaining("name of the user") });
  const made = await ctiWith("a whale in the sea\n", "users create-admin ada --password-stdin");
  expect(made).toMatchObject({ code: 0, stdout: "" });
  const ada = await findUser(testing.db, "ada");
  expect(ada).toMatchObject({ operator: true, mustChangePassword: false });
  expect((await checkPassword(ada?.passwordHash ?? null, "a whale in the sea")).right).toBe(true);
  expect(await cti("users create ADA")).toMatchObject({ code: 6 });
});

test("people are added, given another password, disabled and removed", { timeout: 120_000 }, async () => {
  const created = await cti("users create bob --role analyst --json");
  const bob = JSON.parse(created.stdout) as { id: number; password: string };
  expect(bob).toMatchObject({ username: "bob", role: "analyst", must_change_password: true });
  const soon = new Date(Date.now() + 3_600_000);
  await openSession(testing.db, {
    userId: bob.id,
    tenantId: 1,
    method: "password",
    address: "192.0.2.1",
    userAgent: "\u001b[2JBrowser",
    now: new Date(),
    expiresAt: soon,
  });
  const sessions = await cti("users sessions bob");
  expect(sessions.stdout).toContain("Browser");
  expect(sessions.stdout).not.toContain("\u001b[2J");
  const given = await cti("users password bob");
  expect(
    (await checkPassword((await findUser(testing.db, "bob"))?.passwordHash ?? null, given.stdout.trim()))
      .right,
  ).toBe(true);
  expect(JSON.parse((await cti("users sessions bob --json")).stdout)).toEqual([]);
  expect(await cti("users disable bob")).toMatchObject({ code: 0 });
  expect((await findUser(testing.db, "bob"))?.disabledAt).not.toBeNull();
  expect((await cti("users list")).stdout).toMatch(/bob .*analyst .*disabled/);
  expect(await cti("users enable bob")).toMatchObject({ code: 0 });
  expect(await cti("users remove bob")).toMatchObject({ code: 0 });
  expect(await cti("users remove bob")).toMatchObject({ code: 1 });
  expect(await findUser(testing.db, "bob")).toBeNull();
  const rows = await testing.owner.db.select().from(auditLog).orderBy(auditLog.id);
  expect(rows.map(({ action }) => action).slice(-5)).toEqual([
    "user.create",
    "user.change",
    "user.change",
    "user.change",
    "user.remove",
  ]);
  expect(JSON.stringify(rows)).not.toContain(given.stdout.trim());
});

test("a token is made, listed and revoked", { timeout: 60_000 }, async () => {
  await cti("users create cleo --role viewer");
  expect(await cti("tokens create cleo --name export --scopes write")).toMatchObject({ code: 2 });
  expect(await cti("tokens create cleo --name export --days 400")).toMatchObject({ code: 2 });
  const made = await cti("tokens create cleo --name export --scopes read,export");
  const token = made.stdout.trim();
  const seen = { now: new Date(), address: null };
  expect(await authenticateToken(testing.db, token, seen)).toMatchObject({ scopes: ["read", "export"] });
  const [line] = JSON.parse((await cti("tokens list --user cleo --json")).stdout) as { id: number }[];
  expect(line).toMatchObject({ name: "export", username: "cleo" });
  expect(await cti(`tokens revoke ${line?.id}`)).toMatchObject({ code: 0 });
  expect(await authenticateToken(testing.db, token, seen)).toBeNull();
});
