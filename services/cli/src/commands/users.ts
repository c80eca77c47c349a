import { type Role, roles } from "@cti/db/schema/tenants";
import { addUser } from "@cti/domain/accounts/add-user";
import { changeUser, newPassword, type UserChange } from "@cti/domain/accounts/change-user";
import { removeUser } from "@cti/domain/accounts/remove-user";
import {
  announceRevoked,
  listSessions,
  revokeSessions,
  type SessionLine,
} from "@cti/domain/accounts/sessions";
import type { UserLine } from "@cti/domain/accounts/user-rows";
import { createUser, listUsers } from "@cti/domain/accounts/users";
import { webSettings } from "@cti/wiring/web-settings";
import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import type { Context } from "../context.ts";
import { note, print, printJson, printRows } from "../output.ts";
import { askPassword } from "../terminal/ask-password.ts";
import { clean } from "../terminal/clean.ts";
import { count, formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";
import { openActing, userNamed } from "./acting.ts";

const columns: Column<UserLine>[] = [
  { title: "id", value: (row) => row.id, right: true },
  { title: "user", value: (row) => row.username, grows: true },
  { title: "name", value: (row) => row.name ?? "", grows: true },
  { title: "role", value: (row) => (row.kind === "collector" ? "collector" : (row.role ?? "–")) },
  { title: "operator", value: (row) => (row.operator ? "yes" : "") },
  {
    title: "state",
    value: (row) => (row.disabled_at ? "disabled" : row.must_change_password ? "new password" : "ok"),
  },
  { title: "2nd factor", value: (row) => (row.totp ? "yes" : "") },
  {
    title: "signs in by",
    value: (row) => (row.kind === "collector" ? "token" : row.oidc ? "provider" : "password"),
  },
  { title: "last sign-in", value: (row) => formatTime(row.last_login_at) },
];

const sessionColumns: Column<SessionLine>[] = [
  { title: "id", value: (row) => row.id, right: true },
  { title: "since", value: (row) => formatTime(row.created_at) },
  { title: "last used", value: (row) => formatTime(row.last_seen_at) },
  { title: "from", value: (row) => row.address ?? "" },
  { title: "method", value: (row) => row.method },
  { title: "browser", value: (row) => row.user_agent ?? "", grows: true },
];

export function registerUsers(program: Command, run: Run): void {
  const users = program.command("users").description("who signs in: add, change, disable and remove people");
  registerList(users, run);
  registerCreate(users, run);
  registerCreateAdmin(users, run);
  registerPassword(users, run);
  registerStates(users, run);
  registerSessions(users, run);
}

function registerList(users: Command, run: Run): void {
  users
    .command("list")
    .description("everybody, with the role in this tenant")
    .option("--json", "print an array of objects")
    .action((options: { json?: true }) =>
      run(async (context) => {
        const { db, viewer } = await openActing(context);
        const rows: UserLine[] = [];
        let cursor: string | null = null;
        do {
          const page = await listUsers(db, viewer, { limit: 200, cursor });
          rows.push(...page.items);
          cursor = page.next_cursor;
        } while (cursor !== null);
        printRows(rows, columns, { ...options, empty: "There is nobody yet: `users create-admin NAME`." });
      }),
    );
}

type CreateOptions = {
  role: Role;
  name?: string;
  operator?: true;
  collector?: true;
  passwordStdin?: true;
  json?: true;
};

function registerCreate(users: Command, run: Run): void {
  users
    .command("create")
    .description("add somebody to this tenant; without --password-stdin a password is made and printed")
    .argument("<name>", "what they sign in with")
    .addOption(new Option("--role <role>", "what they may do").choices([...roles]).default("viewer"))
    .option("--name <text>", "what they are called")
    .option("--operator", "may operate the installation: sources, schedules, jobs, tenants")
    .option("--collector", "a service identity, which only has tokens")
    .option("--password-stdin", "read the password from stdin")
    .option("--json", "print one object")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh users create ada --role analyst --name 'Ada L.'\n  $ printf %s \"$PASSWORD\" | ./run_cli.sh users create ada --password-stdin\n  $ ./run_cli.sh users create peer-1 --collector",
    )
    .action((username: string, options: CreateOptions) =>
      run(async (context) => {
        const { db, viewer, audit } = await openActing(context);
        const given = options.passwordStdin ? await askPassword({ fromStdin: true }) : null;
        const { user, password } = await db.transaction(async (tx) => {
          const added = {
            username,
            name: options.name ?? null,
            kind: options.collector ? "collector" : "person",
            password: given,
            role: options.role,
            operator: options.operator ?? false,
          } as const;
          const created = await addUser(tx, viewer, added, {
            breached: breachedOf(context),
            now: new Date(),
          });
          await audit(tx, "user.create", `user:${created.user.id}`, {
            after: { username, role: options.role },
          });
          return created;
        });
        if (options.json) return printJson({ ...user, password });
        note(`${clean(username)} was added (${user.id})${password === null ? "." : ", with this password:"}`);
        if (password !== null) print(password);
      }),
    );
}

function registerCreateAdmin(users: Command, run: Run): void {
  users
    .command("create-admin")
    .description("add an admin of this tenant who may operate the installation, such as the first person")
    .argument("<name>", "what they sign in with")
    .option("--password-stdin", "read the password from stdin instead of asking for it")
    .addHelpText(
      "after",
      '\nExamples:\n  $ ./run_cli.sh users create-admin ada\n  $ printf %s "$PASSWORD" | ./run_cli.sh users create-admin ada --password-stdin',
    )
    .action((username: string, options: { passwordStdin?: true }) =>
      run(async (context) => {
        const { db, viewer, audit } = await openActing(context);
        const password = await askPassword({ fromStdin: options.passwordStdin ?? false });
        const { id } = await db.transaction(async (tx) => {
          const user = await createUser(tx, {
            username,
            password,
            operator: true,
            role: "admin",
            tenantId: viewer.tenantId,
            breached: breachedOf(context),
            now: new Date(),
          });
          const after = { username, role: "admin", operator: true };
          await audit(tx, "user.create", `user:${user.id}`, { after });
          return user;
        });
        note(`${clean(username)} was added (${id}) and can sign in.`);
      }),
    );
}

function registerPassword(users: Command, run: Run): void {
  users
    .command("password")
    .description("give somebody another password, which they change at the next sign-in; ends their sessions")
    .argument("<name>", "who")
    .option("--password-stdin", "read it from stdin; without, one is made and printed")
    .addHelpText("after", "\nExamples:\n  $ ./run_cli.sh users password ada")
    .action((username: string, options: { passwordStdin?: true }) =>
      run(async (context) => {
        const given = options.passwordStdin ? await askPassword({ fromStdin: true }) : null;
        const password = given ?? newPassword();
        await applyChange(context, username, { password });
        note(`${clean(username)} has another password${given === null ? ":" : "."}`);
        if (given === null) print(password);
      }),
    );
}

function registerStates(users: Command, run: Run): void {
  users
    .command("disable")
    .description("let somebody in no longer; ends their sessions and tokens")
    .argument("<name>", "who")
    .action((username: string) =>
      run(async (context) => {
        await applyChange(context, username, { disabled: true });
        note(`${clean(username)} is disabled.`);
      }),
    );
  users
    .command("enable")
    .description("let somebody in again")
    .argument("<name>", "who")
    .action((username: string) =>
      run(async (context) => {
        await applyChange(context, username, { disabled: false });
        note(`${clean(username)} can sign in again.`);
      }),
    );
  users
    .command("remove")
    .description("remove somebody with sessions and tokens; what they did keeps their name")
    .argument("<name>", "who")
    .action((username: string) =>
      run(async (context) => {
        const { db, viewer, audit } = await openActing(context);
        await db.transaction(async (tx) => {
          const id = await userNamed(tx, username);
          const { user, revoked } = await removeUser(tx, viewer, id, { revision: null });
          await audit(tx, "user.remove", `user:${id}`, {
            before: { username: user.username, role: user.role },
          });
          await announceRevoked(tx, revoked);
        });
        note(`${clean(username)} was removed.`);
      }),
    );
}

function registerSessions(users: Command, run: Run): void {
  users
    .command("sessions")
    .description("where somebody is signed in")
    .argument("<name>", "who")
    .option("--revoke", "end all of them")
    .option("--json", "print an array of objects")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh users sessions ada\n  $ ./run_cli.sh users sessions ada --revoke",
    )
    .action((username: string, options: { revoke?: true; json?: true }) =>
      run(async (context) => {
        const { db, audit } = await openActing(context);
        const userId = await userNamed(db, username);
        if (options.revoke) {
          const revoked = await db.transaction(async (tx) => {
            const ended = await revokeSessions(tx, userId);
            await audit(tx, "session.revoke", `user:${userId}`, { sessions: ended.length });
            await announceRevoked(tx, ended);
            return ended;
          });
          if (options.json) return printJson({ revoked: revoked.length });
          return note(`${count(revoked.length, "session")} of ${clean(username)} ended.`);
        }
        const idleMs = context.config.settings["web.session_idle"];
        const page = { now: new Date(), idleMs, limit: 1_000, cursor: null };
        const { items } = await listSessions(db, { userId, current: null }, page);
        printRows(items, sessionColumns, { ...options, empty: `${clean(username)} is signed in nowhere.` });
      }),
    );
}

async function applyChange(context: Context, username: string, change: UserChange): Promise<void> {
  const { db, viewer, audit } = await openActing(context);
  await db.transaction(async (tx) => {
    const id = await userNamed(tx, username);
    const options = { revision: null, breached: breachedOf(context), now: new Date() };
    const { before, after, revoked } = await changeUser(tx, viewer, id, change, options);
    await audit(tx, "user.change", `user:${id}`, {
      before: { disabled_at: before.disabled_at },
      after: { disabled_at: after.disabled_at },
      new_credential: change.password !== undefined,
      revoked: revoked.length,
    });
    await announceRevoked(tx, revoked);
  });
}

function breachedOf({ config }: Context): ReadonlySet<string> {
  return webSettings(config).breachedPasswords;
}
