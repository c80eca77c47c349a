import { expect, test } from "vitest";

import { explainFailure } from "./explain-failure.ts";

const coded = (code: string, message: string, more: object = {}): Error =>
  Object.assign(new Error(message), { code, ...more });

test("a lost database is recognised below the statement that met it, and the statement is not told", () => {
  const error = new Error("Failed query: select * from x params: secret", {
    cause: coded("ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:5432"),
  });
  expect(explainFailure(error)).toEqual({
    message: "The database does not answer (connect ECONNREFUSED 127.0.0.1:5432)",
    isLost: true,
    root: error.cause,
  });
  const stopping = coded("57P01", "terminating connection due to administrator command", {
    severity: "FATAL",
  });
  expect(explainFailure(stopping).isLost).toBe(true);
});

test("what PostgreSQL refuses is told in its words", () => {
  const cause = coded("23505", "duplicate key", { severity: "ERROR" });
  expect(explainFailure(new Error("Failed query: insert … params: secret", { cause }))).toEqual({
    message: "The database refused a statement: duplicate key",
    isLost: false,
    root: cause,
  });
});

test("other errors speak for themselves", () => {
  expect(explainFailure(new Error("no such source"))).toMatchObject({
    message: "no such source",
    isLost: false,
  });
  expect(explainFailure("odd")).toEqual({ message: "odd", isLost: false, root: "odd" });
});
