import type { Db } from "@cti/db/client";
import { type Role, roles } from "@cti/db/schema/tenants";
import { announceRevoked } from "@cti/domain/accounts/sessions";
import { recordAudit } from "@cti/domain/audit/record";
import { asTenant } from "@cti/domain/tenants/as-tenant";
import { changeTenant, type TenantChange } from "@cti/domain/tenants/change-tenant";
import { createTenant } from "@cti/domain/tenants/create-tenant";
import { findTenant } from "@cti/domain/tenants/find-tenant";
import { listMembers } from "@cti/domain/tenants/list-members";
import { listTenants } from "@cti/domain/tenants/list-tenants";
import type { MemberLine } from "@cti/domain/tenants/member-line";
import { removeMember } from "@cti/domain/tenants/remove-member";
import { removeTenant } from "@cti/domain/tenants/remove-tenant";
import { setMember } from "@cti/domain/tenants/set-member";
import type { TenantLine } from "@cti/domain/tenants/tenant-line";
import { type Command, Option } from "commander";

import { accountName } from "../account-name.ts";
import type { Run } from "../command.ts";
import { note, printJson, printRows } from "../output.ts";
import { formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";
import { userNamed } from "./acting.ts";

const columns: Column<TenantLine>[] = [
  { title: "id", value: (row) => row.id, right: true },
  { title: "slug", value: (row) => row.slug },
  { title: "name", value: (row) => row.name, grows: true },
  { title: "members", value: (row) => row.members, right: true },
  { title: "state", value: (row) => (row.disabled_at ? `closed ${formatTime(row.disabled_at)}` : "open") },
  { title: "since", value: (row) => formatTime(row.created_at) },
];

const memberColumns: Column<MemberLine>[] = [
  { title: "id", value: (row) => row.user_id, right: true },
  { title: "user", value: (row) => row.username, grows: true },
  { title: "name", value: (row) => row.name ?? "", grows: true },
  { title: "role", value: (row) => (row.kind === "collector" ? "collector" : row.role) },
  { title: "given by", value: (row) => (row.from_provider ? "provider" : "") },
  { title: "state", value: (row) => (row.disabled ? "disabled" : "ok") },
];

export function registerTenants(program: Command, run: Run): void {
  const tenants = program
    .command("tenants")
    .description("teams whose triage, notes, verdicts and lists nobody else sees");
  registerList(tenants, run);
  registerChanges(tenants, run);
  registerRemove(tenants, run);
  registerMembers(tenants, run);
}

function registerList(tenants: Command, run: Run): void {
  tenants
    .command("list")
    .description("all of them")
    .option("--json", "print an array of objects")
    .action((options: { json?: true }) =>
      run(async (context) => {
        const { db } = await context.openDatabase();
        const rows = await allPages((cursor) => listTenants(db, {}, { limit: 200, cursor }));
        printRows(rows, columns, { ...options, empty: "There is none." });
      }),
    );

  tenants
    .command("create")
    .description("add a tenant; `tenants add-member` fills it")
    .argument("<slug>", "2 to 40 of a-z, 0-9 and -")
    .argument("[name]", "what people call it; the slug without")
    .option("--json", "print one object")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh tenants create red-team 'Red Team'")
    .action((slug: string, name: string | undefined, options: { json?: true }) =>
      run(async (context) => {
        const { db } = await context.openDatabase();
        const tenant = await db.transaction(async (tx) => {
          const made = await createTenant(tx, { slug, name: name ?? slug }, new Date());
          await asTenant(tx, made.id, (own) =>
            audit(own, "tenant.create", `tenant:${made.id}`, { slug, name: made.name }),
          );
          return made;
        });
        if (options.json) return printJson(tenant);
        note(`The tenant ${slug} is there. Next: tenants add-member ${slug} USER --role admin`);
      }),
    );
}

function registerChanges(tenants: Command, run: Run): void {
  const change = (slug: string, values: TenantChange, told: string): Promise<void> =>
    run(async (context) => {
      const { db } = await context.openDatabase();
      const { id } = await findTenant(db, slug);
      await asTenant(db, id, async (tx) => {
        const { before, after } = await changeTenant(tx, id, values, { expected: null, now: new Date() });
        await audit(tx, "tenant.change", `tenant:${id}`, {
          before: { name: before.name, disabled_at: before.disabled_at },
          after: { name: after.name, disabled_at: after.disabled_at },
        });
      });
      note(told);
    });

  tenants
    .command("rename")
    .description("give a tenant another name; its slug stays")
    .argument("<slug>")
    .argument("<name>")
    .action((slug: string, name: string) => change(slug, { name }, `${slug} is called ${name} now.`));

  tenants
    .command("close")
    .description("let nobody sign in to a tenant; nothing of it is removed")
    .argument("<slug>")
    .action((slug: string) => change(slug, { disabled: true }, `${slug} is closed; tenants open ${slug}`));

  tenants
    .command("open")
    .description("open a closed tenant")
    .argument("<slug>")
    .action((slug: string) => change(slug, { disabled: false }, `${slug} is open.`));
}

function registerRemove(tenants: Command, run: Run): void {
  tenants
    .command("remove")
    .description("remove a tenant with all that is its own; articles and stories are everybody's and stay")
    .argument("<slug>")
    .requiredOption("--confirm <slug>", "its slug once more: nothing brings it back")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh tenants remove red-team --confirm red-team")
    .action((slug: string, { confirm }: { confirm: string }) =>
      run(async (context) => {
        const { db } = await context.openDatabase();
        const { id } = await findTenant(db, slug);
        await db.transaction(async (tx) => {
          const { name } = await removeTenant(tx, id, { confirm, expected: null });
          await audit(tx, "tenant.remove", `tenant:${id}`, { slug, name });
        });
        note(`The tenant ${slug} is gone.`);
      }),
    );
}

function registerMembers(tenants: Command, run: Run): void {
  tenants
    .command("members")
    .description("who is in a tenant, with their roles")
    .argument("<slug>")
    .option("--json", "print an array of objects")
    .action((slug: string, options: { json?: true }) =>
      run(async (context) => {
        const { db } = await context.openDatabase();
        const { id } = await findTenant(db, slug);
        const rows = await allPages((cursor) => listMembers(db, id, { limit: 200, cursor }));
        printRows(rows, memberColumns, {
          ...options,
          empty: `Nobody: tenants add-member ${slug} USER --role admin`,
        });
      }),
    );

  tenants
    .command("add-member")
    .description("add somebody to a tenant, or change their role in it")
    .argument("<slug>")
    .argument("<user>", "user name")
    .addOption(new Option("--role <role>", "what they are in it").choices([...roles]).default("viewer"))
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh tenants add-member red-team ada --role admin")
    .action((slug: string, username: string, { role }: { role: Role }) =>
      run(async (context) => {
        const { db } = await context.openDatabase();
        const { id: tenantId } = await findTenant(db, slug);
        const userId = await userNamed(db, username);
        await asTenant(db, tenantId, async (tx) => {
          const { before, revoked } = await setMember(tx, { tenantId, userId, role, knownAs: null });
          await audit(tx, "user.role", `user:${userId}`, {
            username,
            before: { role: before },
            after: { role },
          });
          await announceRevoked(tx, revoked);
        });
        note(`${username} is ${role} in ${slug}.`);
      }),
    );

  tenants
    .command("remove-member")
    .description("take somebody out of a tenant")
    .argument("<slug>")
    .argument("<user>", "user name")
    .action((slug: string, username: string) =>
      run(async (context) => {
        const { db } = await context.openDatabase();
        const { id: tenantId } = await findTenant(db, slug);
        const userId = await userNamed(db, username);
        await asTenant(db, tenantId, async (tx) => {
          const { removed, revoked } = await removeMember(tx, { tenantId, userId, byOperator: true });
          await audit(tx, "user.role", `user:${userId}`, {
            username,
            before: { role: removed.role },
            after: { role: null },
          });
          await announceRevoked(tx, revoked);
        });
        note(`${username} is no member of ${slug} any more.`);
      }),
    );
}

/** What is done to a tenant stands in its own part of the log: that of the transaction. */
async function audit(
  tx: Db,
  action: string,
  subject: string,
  detail: Record<string, unknown>,
): Promise<void> {
  const actor = accountName();
  await recordAudit(tx, { actor, address: null, action, subject, detail, now: new Date() });
}

async function allPages<T>(
  read: (cursor: string | null) => Promise<{ items: T[]; next_cursor: string | null }>,
): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: T[]; next_cursor: string | null } = await read(cursor);
    rows.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return rows;
}
