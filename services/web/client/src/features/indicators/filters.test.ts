import { expect, test } from "vitest";

import { curlCommand, exportCommand, exportPath, shellWord, toFilter } from "./filters.ts";

test("only known words of an address reach the API", () => {
  expect(
    toFilter({ type: "ipv4,nonsense,domain", role: "c2,x", status: "any,benign", confidence: "7" }),
  ).toEqual({
    type: ["ipv4", "domain"],
    role: ["c2"],
    status: ["benign"],
  });
});

test("of a story are those of its number, here and in the command", () => {
  expect(toFilter({ story: "12" })).toEqual({ story: 12 });
  expect(toFilter({ story: "x" })).toEqual({});
  expect(exportPath({ story: "12" }, "csv", false)).toBe("/api/v1/indicators/export?story=12&format=csv");
  expect(exportCommand({ story: "12" }, "csv", false)).toBe(
    "./run_cli.sh indicators export --story 12 --format csv",
  );
});

test("any standing asks for every status", () => {
  expect(toFilter({ status: "any" }).status).toContain("rejected");
});

test("the command gives what the filters show", () => {
  expect(exportCommand({ type: "ipv4,domain", since: "30d", q: "a b" }, "text", true)).toBe(
    "./run_cli.sh indicators export --type ipv4 domain --since 30d --matching 'a b' --format plain --defanged",
  );
  expect(exportCommand({ status: "benign" }, "csv", false)).toBeNull();
  expect(exportCommand({ status: "any" }, "csv", false)).toContain("--all");
});

test("nothing in a pasted text runs in a shell", () => {
  expect(shellWord("$(reboot)")).toBe("'$(reboot)'");
  expect(shellWord("it's; `x`\n")).toBe(`'it'\\''s; \`x\` '`);
  expect(shellWord("--all")).toBe("'--all'");
  expect(curlCommand("https://cti.example", exportPath({ q: "a'b" }, "csv", false))).toContain(
    "'https://cti.example/api/v1/indicators/export?matching=a%27b&format=csv'",
  );
});
