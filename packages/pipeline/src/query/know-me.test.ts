import { expect, test } from "vitest";

import { formatQuery } from "./format-query.ts";
import { knowMe } from "./know-me.ts";
import { parseQuery } from "./parse-query.ts";

const known = (input: string, username: string | null): string => {
  const result = parseQuery(input, { now: new Date("2026-11-21T12:30:00Z") });
  if (!result.ok) throw new Error(result.error.message);
  return formatQuery(knowMe(result.query, username));
};

test("me stands for whoever asks, anywhere in a search", () => {
  expect(known("assignee:me", "Ada")).toBe("assignee:ada");
  expect(known("loader (rans* OR -assignee:me,grace)", "Ada")).toBe("loader (rans* OR -assignee:ada,grace)");
});

test("where nobody is known, me stays as it is, and other fields are never touched", () => {
  expect(known("assignee:me", null)).toBe("assignee:me");
  expect(known("tag:me me", "ada")).toBe("tag:me me");
});
