import { expect, test } from "vitest";

import { fields } from "./fields.ts";
import { parseQuery } from "./parse-query.ts";

test("every field's example can be read, and no name stands for two fields", () => {
  const names = fields.flatMap((field) => [field.name, ...field.aliases]);
  expect(new Set(names).size).toBe(names.length);
  for (const field of fields) {
    const result = parseQuery(field.example, { now: new Date("2026-11-21T12:30:00Z") });
    expect(result.ok && "field" in result.query ? result.query.field : field.name, field.example).toBe(
      field.name,
    );
    expect(result.ok, field.example).toBe(true);
  }
});
