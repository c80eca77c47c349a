import { readFileSync } from "node:fs";
import path from "node:path";

import { serverImage } from "@cti/testing/server-image";
import { expect, test } from "vitest";

const read = (file: string): string => readFileSync(path.resolve(import.meta.dirname, "..", file), "utf8");
const imagesIn = (file: string): string[] =>
  [...read(file).matchAll(/^\s+image:\s*([\w./-]+:[\w.-]+)\s*$/gm)].map((match) => match[1] ?? "");

test("the development stack runs on the images of the production stack", () => {
  const production = new Set(imagesIn("docker-compose.yml"));
  const base = /^ARG NODE_IMAGE=(\S+)$/m.exec(read("Dockerfile"))?.[1] ?? "";
  const development = imagesIn("docker-compose.dev.yml");
  expect(development).toContain(base);
  expect(development.filter((image) => image !== base && !production.has(image))).toEqual([]);
});

test("tests in containers run the servers that are deployed", () => {
  expect(imagesIn("docker-compose.yml")).toContain(serverImage("postgres"));
  expect(imagesIn("docker-compose.yml")).toContain(serverImage("redis"));
});
