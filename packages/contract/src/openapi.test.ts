import { readFileSync } from "node:fs";

import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";

import { openApiDocument } from "./openapi.ts";
import { routes } from "./routes.ts";

const plain = JSON.parse(JSON.stringify(openApiDocument())) as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
};
type Operation = Record<string, unknown> & {
  operationId: string;
  responses: Record<string, { $ref?: string; content?: object }>;
};

const operations = Object.values(plain.paths).flatMap((path) => Object.values(path));

test("the document is valid OpenAPI 3.1, with every reference leading somewhere", async () => {
  const validator = new Validator();
  const result = await validator.validate(structuredClone(plain));
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
  expect(validator.version).toBe("3.1");
  expect(() => validator.resolveRefs()).not.toThrow();
});

test("the checked-in document is that of the routes", () => {
  const kept: unknown = JSON.parse(readFileSync(new URL("../openapi.json", import.meta.url), "utf8"));
  expect(
    kept,
    "run: node packages/contract/src/write-openapi.ts && npx oxfmt packages/contract/openapi.json",
  ).toEqual(plain);
});

test("every route is an operation, with role, scope and problem responses", () => {
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(routes).sort());
  for (const operation of operations) {
    expect(operation, operation.operationId).toMatchObject({
      summary: expect.any(String) as string,
      "x-role": expect.stringMatching(/^(anyone|viewer|analyst|admin)$/) as string,
    });
    expect(operation.responses["500"]?.$ref, operation.operationId).toBe("#/components/responses/internal");
  }
});
