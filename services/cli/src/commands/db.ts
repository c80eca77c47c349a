import { migrateDatabase, migrationStatus } from "@cti/db/migrate";
import { resetDatabase } from "@cti/db/reset";
import type { Command } from "commander";

import type { Run } from "../command.ts";
import { exitCodes, Exit } from "../exit.ts";
import { print, printJson } from "../output.ts";
import { count } from "../terminal/format.ts";

export function registerDb(program: Command, run: Run): void {
  const db = program.command("db").description("the database schema");

  db.command("migrate")
    .description("bring the schema up to date; safe to repeat")
    .action(() =>
      run(async (context) => {
        const { url } = await context.openDatabase({ migrate: false });
        const { applied, pending } = await migrateDatabase(url);
        print(
          pending.length > 0
            ? `applied ${pending.join(", ")}`
            : `up to date (${count(applied.length, "migration")})`,
        );
      }),
    );

  db.command("status")
    .description("which migrations are applied")
    .option("--json", "print one object")
    .action((options: { json?: true }) =>
      run(async (context) => {
        const { url, folder } = await context.openDatabase({ migrate: false });
        const status = await migrationStatus(url);
        const { host, pathname } = new URL(url);
        if (options.json)
          return printJson({
            ...status,
            server: host,
            database: pathname.slice(1),
            embedded: folder !== null,
          });
        print(`server    ${folder ? `embedded in ${folder}, at ${host}` : host}`);
        print(`applied   ${status.applied.join(", ") || "none"}`);
        print(`pending   ${status.pending.join(", ") || "none"}`);
      }),
    );

  db.command("reset")
    .description("delete everything and start with an empty schema; this cannot be undone")
    .option("-y, --yes", "do it")
    .action((options: { yes?: true }) =>
      run(async (context) => {
        if (!options.yes)
          throw new Exit(
            exitCodes.usage,
            "db reset deletes all sources, articles and history; say --yes to do it",
          );
        const { url } = await context.openDatabase({ migrate: false });
        await resetDatabase(url);
        print("The database is empty; `./run_cli.sh init` loads the built-in sources");
      }),
    );
}
