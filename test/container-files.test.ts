import { readFileSync } from "node:fs";
import path from "node:path";

import { loadConfig, unknownVariables } from "@cti/config/load";
import type { Route } from "@cti/contract/route";
import { routes } from "@cti/contract/routes";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** Given by ./start_production.sh for one build, and nothing to set. */
const passing = new Set(["CTI_REVISION"]);
const variables = [
  ...new Set([...read("docker-compose.yml").matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name ?? "")),
].filter((name) => !passing.has(name));

test(".env.example lists every variable that docker-compose.yml reads", () => {
  const listed = new Set([...read(".env.example").matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name]) => name));
  expect(variables.filter((name) => !listed.has(name))).toEqual([]);
});

test("what the containers read from .env is no slip of the pen to the commands beside them", () => {
  const environment = Object.fromEntries(variables.map((name) => [name, ""]));
  expect(unknownVariables(loadConfig({ root: path.join(root, "nowhere"), environment }))).toEqual([]);
});

test("the proxy lets every body through that its route takes", () => {
  const proxy = read("nginx/templates/cti.conf.template");
  const limits = new Map(
    [...proxy.matchAll(/location = (\S+) \{\s*client_max_body_size (\d+)m/g)].map(([, place, size]) => [
      place,
      Number(size) * 1_048_576,
    ]),
  );
  const all: Route[] = Object.values(routes);
  const cut = all.filter(({ path: place, bodyLimit = 0 }) => (limits.get(place) ?? 1_048_576) < bodyLimit);
  expect(cut.map(({ path: place }) => place)).toEqual([]);
});

test("an image is named with its version, and no container runs without limits", () => {
  const compose = read("docker-compose.yml");
  const images = [...compose.matchAll(/^ {4}image: (\S+)$/gm)].map(([, image]) => image ?? "");
  expect(images.length).toBeGreaterThan(3);
  expect(images.filter((image) => !/:\d/.test(image))).toEqual([]);
  const services = compose.slice(compose.indexOf("\nservices:"), compose.indexOf("\nsecrets:"));
  const blocks = services.split(/\n {2}(?=[a-z-]+:\n)/).slice(1);
  expect(blocks.length).toBe(11);
  for (const block of blocks) expect(block, block.split("\n")[0]).toMatch(/mem_limit: [\s\S]*cpus: /);
});
