import { announceTokenEnd } from "@cti/domain/accounts/issue-token";
import { createToken, listTokens, revokeToken, type TokenLine } from "@cti/domain/accounts/tokens";
import type { Command } from "commander";

import type { Run } from "../command.ts";
import { exitCodes, Exit } from "../exit.ts";
import { parseCount, parseId } from "../options.ts";
import { note, print, printJson, printRows } from "../output.ts";
import { clean } from "../terminal/clean.ts";
import { formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";
import { openActing, userNamed } from "./acting.ts";

const columns: Column<TokenLine>[] = [
  { title: "id", value: (row) => row.id, right: true },
  { title: "name", value: (row) => row.name, grows: true },
  { title: "token", value: (row) => `${row.prefix}_…` },
  { title: "user", value: (row) => row.username },
  { title: "scopes", value: (row) => row.scopes.join(" ") },
  { title: "state", value: stateOf },
  { title: "last used", value: (row) => formatTime(row.last_used_at) },
  { title: "from", value: (row) => row.last_used_from ?? "" },
];

function stateOf({ revoked_at, expires_at }: TokenLine): string {
  if (revoked_at) return "revoked";
  return expires_at <= new Date() ? "expired" : `until ${formatTime(expires_at)}`;
}

export function registerTokens(program: Command, run: Run): void {
  const tokens = program
    .command("tokens")
    .description("API tokens: what programs show instead of a password");

  tokens
    .command("list")
    .description("the tokens of this tenant, the newest first")
    .option("--user <name>", "only those of this user")
    .option("--json", "print an array of objects")
    .action((options: { user?: string; json?: true }) =>
      run(async (context) => {
        const { db } = await openActing(context);
        const userId = options.user === undefined ? null : await userNamed(db, options.user);
        const rows: TokenLine[] = [];
        let cursor: string | null = null;
        do {
          const page = await listTokens(db, userId, { limit: 200, cursor });
          rows.push(...page.items);
          cursor = page.next_cursor;
        } while (cursor !== null);
        printRows(rows, columns, { ...options, empty: "There are no tokens." });
      }),
    );

  registerCreate(tokens, run);

  tokens
    .command("revoke")
    .description("end a token at once")
    .argument("<id>", "its number in `tokens list`", parseId)
    .action((id: number) =>
      run(async (context) => {
        const { db, audit } = await openActing(context);
        const { name } = await db.transaction(async (tx) => {
          const token = await revokeToken(tx, id, null, new Date());
          const { prefix, user_id } = token;
          await audit(tx, "token.revoke", `token:${id}`, { name: token.name, prefix, user_id });
          await announceTokenEnd(tx, token);
          return token;
        });
        note(`${clean(name)} (${id}) is worth nothing from now on.`);
      }),
    );
}

type CreateOptions = { name: string; scopes: string; days: number; json?: true };

function registerCreate(tokens: Command, run: Run): void {
  tokens
    .command("create")
    .description("make a token for a user, which is printed once")
    .argument("<user>", "whose it is")
    .requiredOption("--name <text>", "what it is for")
    .option(
      "--scopes <list>",
      "read, export, write, admin, operator; collector for service identities",
      "read",
    )
    .option("--days <number>", "how long it lasts", parseCount, 90)
    .option("--json", "print one object")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh tokens create ada --name 'nightly export' --scopes read,export --days 30\n  $ ./run_cli.sh tokens create peer-1 --name peer --scopes collector",
    )
    .action((username: string, options: CreateOptions) =>
      run(async (context) => {
        const { db, audit } = await openActing(context);
        const most = context.config.settings["web.token_max_days"];
        if (options.days > most)
          throw new Exit(exitCodes.usage, `A token lasts at most ${most} days here (web.token_max_days).`);
        const now = new Date();
        const expiresAt = new Date(now.getTime() + options.days * 86_400_000);
        const scopes = options.scopes.split(/[\s,]+/).filter((scope) => scope !== "");
        const { name } = options;
        const created = await db.transaction(async (tx) => {
          const userId = await userNamed(tx, username);
          const token = await createToken(tx, { userId, name, scopes, expiresAt }, now);
          const detail = { name, prefix: token.prefix, scopes, user_id: userId, expires_at: expiresAt };
          await audit(tx, "token.create", `token:${token.id}`, detail);
          return token;
        });
        if (options.json) return printJson({ ...created, name, scopes, expires_at: expiresAt });
        note(`${clean(name)} (${created.id}) for ${clean(username)}, until ${formatTime(expiresAt)}:`);
        print(created.token);
      }),
    );
}
