/**
 * What the pages cost on the database of `bench/api-data.ts`: `node bench/web.ts [--data DIR] [--runs 20]`.
 * The production build, the web service in a process of its own, Chromium with an empty cache for each load.
 */
import { loadavg } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

import { openDatabase } from "@cti/db/open";
import type { Browser, Page } from "playwright-core";

import { openBrowser } from "../test/e2e/browser/chromium.ts";
import { buildClient } from "../test/e2e/browser/stack.ts";
import { startWebProcess } from "./api/web-process.ts";
import { readBundle } from "./web/bundle.ts";
import { makeLongStory } from "./web/long-story.ts";
import {
  coldLoads,
  firstRow,
  heapOf,
  nodesOf,
  openSigned,
  pressDown,
  type Signed,
} from "./web/page-times.ts";
import { newSession } from "./api/new-session.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: ".data/bench-api" },
    runs: { type: "string", default: "20" },
    presses: { type: "string", default: "1000" },
    rest: { type: "boolean", default: false },
    size: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(`node bench/web.ts [--data DIR] [--runs 20] [--presses 1000] [--rest] [--size]
Size of what is loaded, time until a list can be used, from a key press to the paint, nodes and memory, each beside
what a bare answer of the same server costs in the same browser. --rest: also the memory six minutes after the last
press, when the stories that were read are no longer kept. --size: only the sizes, without a database.
Exits with 1 when a limit is passed.`);
  process.exit(0);
}

let passed = true;
buildClient();
measureSizes();
if (!values.size) await measurePages();
process.exitCode = passed ? 0 : 1;

function measureSizes(): void {
  const { initial, lazy } = readBundle(path.resolve(import.meta.dirname, "../services/web/client/dist"));
  const kilobytes = (bytes: number): number => bytes / 1000;
  line("first load, scripts and styles", kilobytes(initial.script + initial.style), {
    unit: "kB gz",
    limit: 150,
  });
  console.log(
    `    ${kilobytes(initial.script).toFixed(1)} scripts, ${kilobytes(initial.style).toFixed(1)} styles`,
  );
  const [largest] = lazy;
  line("largest part loaded later", kilobytes(largest?.bytes ?? 0), { unit: "kB gz", limit: 60 });
  for (const { file, bytes } of lazy.slice(0, 5))
    console.log(`    ${kilobytes(bytes).toFixed(1).padStart(6)} ${file}`);
}

async function measurePages(): Promise<void> {
  const database = await openDatabase({
    url: null,
    dataDir: values.data,
    poolSize: 2,
    name: "bench",
    migrate: true,
    asOwner: true,
  });
  const web = await startWebProcess(database.url, 6);
  const browser = await openBrowser();
  try {
    const [size] =
      await database.sql`select (select count(*) from stories) as stories, (select count(*) from articles) as articles`;
    console.log(
      `${size?.["stories"]} stories, ${size?.["articles"]} articles, load of the machine ${loadavg()[0]?.toFixed(1)}`,
    );
    const signed = { url: web.url, cookie: `__Host-cti=${await newSession(database.db, "analyst")}` };
    await measureLoads(browser, signed, await makeLongStory(database));
    await measureKeys(browser, signed);
  } finally {
    await browser.close();
    await web.stop();
    await database.close();
  }
}

async function measureLoads(browser: Browser, signed: Signed, long: number): Promise<void> {
  const times = Number(values.runs);
  const bare = await coldLoads(browser, signed, { address: "/icon.svg", times, shows: null });
  const base = percentile(bare, 0.5);
  console.log(`    a bare answer: p50 ${base.toFixed(0)} ms, p95 ${percentile(bare, 0.95).toFixed(0)} ms`);
  for (const [name, address] of [
    ["triage", "/"],
    ["articles", "/articles"],
    ["indicators", "/indicators"],
    ["entities", "/entities"],
  ] as const) {
    const found = await coldLoads(browser, signed, { address, times, shows: firstRow });
    line(`${name}: list usable p50`, percentile(found, 0.5), { unit: "ms", limit: 800, base });
    line(`${name}: list usable p95`, percentile(found, 0.95), { unit: "ms", limit: 1_500, base });
  }
  for (const [name, address, shows] of [
    ["500 articles", `/stories/${long}`, 'nav[aria-label="Articles of the story"] li'],
    ["their indicators", `/stories/${long}?tab=indicators`, "main table tbody tr"],
  ] as const) {
    const found = await coldLoads(browser, signed, { address, times, shows });
    line(`story of ${name}: open p50`, percentile(found, 0.5), { unit: "ms", base });
    line(`story of ${name}: open p95`, percentile(found, 0.95), { unit: "ms", limit: 1_500, base });
  }
}

async function measureKeys(browser: Browser, signed: Signed): Promise<void> {
  const context = await openSigned(browser, signed);
  const page = await context.newPage();
  await page.goto(`${signed.url}/`);
  await page.locator('main [role="grid"] [role="row"][data-index]').first().waitFor();
  await page.waitForTimeout(1_000);
  await pressDown(page, 20);
  const before = await heapOf(page);
  const frame = await frameOf(page);
  const found = await pressDown(page, Number(values.presses));
  line("j to paint p50", percentile(found, 0.5), { unit: "ms", base: frame });
  line("j to paint p95", percentile(found, 0.95), { unit: "ms", limit: 50, base: frame });
  line("nodes of the page", await nodesOf(page), { unit: "", limit: 3_000 });
  const after = await heapOf(page);
  console.log(
    `    memory of the page ${before.toFixed(1)} MB, after ${found.length} × j ${after.toFixed(1)} MB (× ${(after / before).toFixed(2)})`,
  );
  if (values.rest) {
    await page.waitForTimeout(360_000);
    console.log(`    six minutes later ${(await heapOf(page)).toFixed(1)} MB`);
  }
  await context.close();
}

/** What a frame takes in which nothing happens. */
async function frameOf(page: Page): Promise<number> {
  const times = await page.evaluate<number[]>(`new Promise((resolve) => {
    const times = []; let last = performance.now();
    const next = (now) => { times.push(now - last); last = now; times.length < 60 ? requestAnimationFrame(next) : resolve(times); };
    requestAnimationFrame(next);
  })`);
  return percentile(times, 0.5);
}

function line(
  what: string,
  value: number,
  { unit, limit, base }: { unit: string; limit?: number; base?: number },
): void {
  const holds = limit === undefined || value <= limit;
  passed &&= holds;
  const verdict = limit === undefined ? "" : `≤ ${limit}: ${holds ? "yes" : "NO"}`;
  const ratio = base === undefined ? "" : `× ${(value / base).toFixed(1)} of bare`;
  console.log(
    `${what.padEnd(36)} ${value.toFixed(value < 200 && unit !== "" ? 1 : 0).padStart(8)} ${unit.padEnd(6)} ${verdict.padEnd(14)} ${ratio}`,
  );
}

function percentile(found: number[], part: number): number {
  const sorted = found.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
