import { type ShownSetting, showConfig } from "@cti/config/show";
import type { Command } from "commander";

import type { Run } from "../command.ts";
import { printRows } from "../output.ts";
import type { Column } from "../terminal/table.ts";

const key: Column<ShownSetting> = { title: "setting", value: (row) => row.key };
const value: Column<ShownSetting> = {
  title: "value",
  value: (row) =>
    row.value === null
      ? ""
      : Array.isArray(row.value)
        ? row.value.join(", ")
        : `${row.value as string | number | boolean}`,
};
const origin: Column<ShownSetting> = { title: "origin", value: (row) => row.origin };
const about: Column<ShownSetting> = { title: "about", value: (row) => row.about, grows: true };

export function registerConfig(program: Command, run: Run): void {
  const config = program.command("config").description("what is set, and where");
  config
    .command("show")
    .description("every setting in force; secrets are masked")
    .option("--origin", "where each value comes from")
    .option("--json", "print an array of objects")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh config show --origin")
    .action((options: { origin?: true; json?: true }) =>
      run(async (context) => {
        const columns = options.origin ? [key, value, origin] : [key, value, about];
        printRows(showConfig(context.config), columns, { ...options, empty: "" });
      }),
    );
}
