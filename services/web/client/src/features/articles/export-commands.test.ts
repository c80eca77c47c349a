import { expect, test } from "vitest";

import { exportCommands, exportPath } from "./export-commands.ts";

const now = new Date("2026-11-20T12:00:00Z");
const at = { origin: "https://cti.example", now };

test("the file has the filters of the list", () => {
  expect(exportPath({ q: "ioc:evil[.]example", state: "kept", since: "7d" }, "csv", now)).toBe(
    "/api/v1/articles/export?format=csv&q=ioc%3Aevil.example&since=2026-11-13T12%3A00%3A00.000Z&state=kept",
  );
});

test("what the program's own command can do is told with it", () => {
  expect(exportCommands({ since: "7d", source: "northlab" }, "json", at)[0]?.command).toBe(
    "./run_cli.sh export --format json --days 7 --source northlab -o articles.json",
  );
});

test("what it cannot do is told with curl alone, and no filter breaks out of the command", () => {
  const commands = exportCommands({ q: "it's; rm -rf $HOME `id`" }, "ndjson", at);
  expect(commands.map(({ command }) => command)).toEqual([
    `curl -fH "Authorization: Bearer $CTI_TOKEN" -o articles.ndjson 'https://cti.example/api/v1/articles/export?format=ndjson&q=it%27s%3B+rm+-rf+%24HOME+%60id%60'`,
  ]);
  expect(exportCommands({ source: "a'b" }, "csv", at)[0]?.command).toContain(String.raw`--source 'a'\''b'`);
});
