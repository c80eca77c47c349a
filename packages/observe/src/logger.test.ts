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
