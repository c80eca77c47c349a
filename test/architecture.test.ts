import { globSync, readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

/** The layer rule of ARCHITECTURE.md as a table: what each workspace may import of ours. */
const mayImport: Record<string, string[]> = {
  "packages/config": [],
  // What crosses the wire: Zod shapes and routes, nothing of how they are served.
  "packages/contract": [],
  "packages/db": [],
  "packages/fetch": [],
  // The only code that talks to a model.
  "packages/llm": ["pipeline"],
  "packages/observe": [],
  "packages/pipeline": [],
  "packages/queue": [],
  "packages/domain": ["db", "fetch", "llm", "pipeline", "queue"],
  "packages/testing": ["db", "domain", "fetch", "llm", "pipeline"],
  // Joins settings and packages into what several processes need; knows no service.
  "packages/wiring": ["config", "db", "domain", "fetch", "llm", "observe", "pipeline", "queue"],
  // Of the pipeline, services take words and forms: the types of entities, defanging, the fields of a search.
  // Services never import each other, but the local stack is all of them in one process: `daemon` and `up` start them.
  "services/cli": [
    "config",
    "db",
    "domain",
    "fetch",
    "llm",
    "observe",
    "pipeline",
    "queue",
    "samples",
    "wiring",
    "contract",
    "monitor",
    "scheduler",
    "web",
    "worker",
  ],
  "services/web": [
    "config",
    "contract",
    "db",
    "domain",
    "fetch",
    "llm",
    "observe",
    "pipeline",
    "queue",
    "wiring",
  ],
  // Runs in browsers: of the pipeline it takes defanging, of the contract the paths and the client, and types.
  "services/web/client": ["contract", "pipeline"],
  "services/worker": ["config", "db", "domain", "llm", "observe", "queue", "wiring"],
  "services/scheduler": ["config", "db", "domain", "observe", "queue", "wiring"],
  "services/monitor": ["config", "db", "domain", "observe", "queue", "wiring"],
  samples: [],
};

const clientFolder = "services/web/client";

const importsIn = (file: string): string[] =>
  [...readFileSync(file, "utf8").matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(
    (match) => match[1] ?? "",
  );

const filesIn = (folder: string): string[] =>
  globSync(`${folder}/**/*.{ts,tsx}`, {
    cwd: root,
    exclude: (name) =>
      /node_modules|\/dist$/.test(name) || (folder !== clientFolder && name.startsWith(clientFolder)),
  }).map((file) => path.join(root, file));

test("every workspace has its line in the table", () => {
  const workspaces = globSync("{packages,services}/*/package.json", { cwd: root }).map((file) =>
    path.dirname(file),
  );
  expect(workspaces.filter((folder) => !(folder in mayImport))).toEqual([]);
});

describe.each(Object.entries(mayImport))("%s", (folder, allowed) => {
  const sources = filesIn(folder).filter((file) => !file.includes(".test.") && !file.includes("/test/"));

  test(`imports only ${allowed.join(", ") || "nothing"} of ours`, () => {
    const own = path.basename(folder);
    for (const file of sources) {
      const ours = importsIn(file).flatMap((name) => /^@cti\/([\w-]+)/.exec(name)?.[1] ?? []);
      expect(
        ours.filter((name) => name !== own && !allowed.includes(name)),
        file,
      ).toEqual([]);
    }
  });

  test("no relative import leaves the workspace", () => {
    for (const file of filesIn(folder)) {
      const leaving = importsIn(file).filter(
        (name) =>
          name.startsWith(".") && !path.resolve(path.dirname(file), name).startsWith(path.join(root, folder)),
      );
      expect(leaving, file).toEqual([]);
    }
  });
});

const onlyIn: [string, RegExp, string[]][] = [
  [
    "the environment is read",
    /process\.env\b/,
    [
      "packages/config/",
      "packages/testing/",
      ...["cli", "web", "worker", "scheduler", "monitor"].map((name) => `services/${name}/src/main.ts`),
      "services/web/client/vite.config.ts",
      // As a word that looks like a host.
      "packages/pipeline/src/indicators/file-types.ts",
    ],
  ],
  [
    "tables are touched",
    // Their types are words that everybody may use.
    /(?<!import type \{[^}]*\} )from "@cti\/db\/(schema|client)|from "drizzle-orm/,
    ["packages/db/", "packages/domain/", "packages/testing/", "services/cli/src/commands/"],
  ],
  ["the queue's library is known", /from "(bullmq|ioredis|pg)"/, ["packages/queue/"]],
  [
    "sockets are opened to the outside",
    // Types open nothing, nor does the question whether a text is an address.
    /from "undici"|(?<!import type \{[^}]*\} )from "node:https?"|(?<!import (type \{[^}]*\}|\{ isIP(v6)? \}) )from "node:net"/,
    [
      "packages/fetch/",
      "packages/llm/src/models/",
      "packages/testing/",
      "samples/",
      "packages/db/src/embedded/server.ts",
      "packages/observe/src/serve.ts",
    ],
  ],
];

test.each(onlyIn)("only there %s", (_, pattern, places) => {
  const guilty = ["packages", "services", "samples"]
    .flatMap(filesIn)
    .filter(
      (file) =>
        !file.includes(".test.") && !file.includes("/test/") && pattern.test(readFileSync(file, "utf8")),
    )
    .map((file) => path.relative(root, file))
    .filter((file) => !places.some((place) => file.startsWith(place)));
  expect(guilty).toEqual([]);
});

test("tests wait for a condition by `waitFor` and `expect.poll`, as long as everywhere", () => {
  const guilty = ["packages", "services", "samples", "test"]
    .flatMap(filesIn)
    .filter((file) => file.includes(".test.") && /\bvi\.wait(For|Until)\(/.test(readFileSync(file, "utf8")))
    .map((file) => path.relative(root, file));
  expect(guilty).toEqual([]);
});

test("pipeline is pure: no file, no socket, no clock, no chance", () => {
  const impure =
    /from "node:(fs|http|https|child_process|worker_threads|dns|timers)|Date\.now\(|new Date\(\)|Math\.random|performance\.now/;
  const guilty = filesIn("packages/pipeline")
    .filter((file) => !file.includes(".test.") && impure.test(readFileSync(file, "utf8")))
    .map((file) => path.relative(root, file))
    // Its own data files, once.
    .filter((file) => file !== "packages/pipeline/src/knowledge/read-rows.ts");
  expect(guilty).toEqual([]);
});
