import { expect, test } from "vitest";

import { createLogger } from "./logger.ts";

function logged(
  level: string,
  write: (log: ReturnType<typeof createLogger>) => void,
): Record<string, unknown>[] {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  write(createLogger({ level, format: "json", name: "test", destination }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("a line is JSON with a level by name, a UTC time, an event and its fields", () => {
  const [line] = logged("info", (log) => log.info({ sourceId: 7 }, "source collected"));
  expect(line).toMatchObject({ level: "info", name: "test", sourceId: 7, msg: "source collected" });
  expect(line?.["time"]).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
});

test("secrets are redacted wherever they hang", () => {
  const [line] = logged("info", (log) =>
    log.info({ password: "p1", request: { authorization: "p2", token: "p3" } }, "x"),
  );
  expect(JSON.stringify(line)).not.toMatch(/p[123]/);
});

test("lines below the level are not written, and `warning` means warn", () => {
  expect(logged("warning", (log) => (log.info("a"), log.warn("b")))).toMatchObject([{ msg: "b" }]);
});

test("debug shows more than the level says, and never less", () => {
  const levelOf = (level: string): string =>
    createLogger({ level, debug: true, format: "json", name: "x", destination: { write: () => undefined } })
      .level;
  expect(["error", "info", "debug", "trace"].map(levelOf)).toEqual(["debug", "debug", "debug", "trace"]);
});

const hostile = "x\n[12:00:00.000] FATAL (cti): forged\r\u001b[2J\u009b1A\u2028\u202e";

test("a value cannot make a line of its own out of JSON lines", () => {
  const lines: string[] = [];
  const log = createLogger({
    level: "info",
    format: "json",
    name: "test",
    destination: { write: (line) => void lines.push(line) },
  });
  log.info({ [hostile]: hostile, err: new Error(hostile) }, hostile);
  expect(lines.join("").split("\n")).toHaveLength(2);
});

test("a value cannot make a line of its own out of readable lines, nor steer the terminal", () => {
  const text: string[] = [];
  const log = createLogger({
    level: "info",
    format: "pretty",
    name: "test",
    destination: { write: (line) => void text.push(line) },
  });
  log.info({ [hostile]: hostile, list: [hostile], err: new Error(hostile) }, hostile);
  log.info("honest");
  const all = text.join("");
  // oxlint-disable-next-line no-control-regex -- these are what must not be there
  expect(all).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/);
  const begins = all.split("\n").filter((line) => /^\S/.test(line));
  expect(begins.filter((line) => line !== "")).toHaveLength(2);
  expect(all).toContain("honest");
});
