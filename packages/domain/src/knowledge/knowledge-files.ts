import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";

import type { Fetcher } from "@cti/fetch/fetcher";

import { DomainError } from "../errors.ts";

export type KnowledgeFile = { name: string; origin: string; text: string };

export type Origin = { from: string } | { urls: readonly string[] };

const maxFileBytes = 400_000_000;

/**
 * Reads knowledge files from a file, a folder (all `.json` and `.csv` below it, also MISP's `list.json` in folders)
 * or URLs, one in memory at a time. A file that cannot be read is given as an error; the others follow.
 */
export async function* readKnowledgeFiles(
  fetcher: Fetcher | null,
  origin: Origin,
): AsyncGenerator<KnowledgeFile | { origin: string; error: string }> {
  if ("from" in origin) {
    for (const file of await filesBelow(origin.from)) yield await readLocal(file);
    return;
  }
  for (const url of origin.urls) yield await download(fetcher, url);
}

async function filesBelow(from: string): Promise<string[]> {
  const found = await stat(from).catch(() => null);
  if (!found) throw new DomainError("not_found", `${from} is no file or folder`);
  if (found.isFile()) return [from];
  const names = await readdir(from, { recursive: true });
  const files = names.filter((name) => /\.(json|csv|csv\.gz|json\.gz)$/.test(name)).toSorted();
  if (files.length === 0) throw new DomainError("invalid", `${from} holds no .json or .csv file`);
  return files.map((name) => path.join(from, name));
}

async function readLocal(file: string): Promise<KnowledgeFile | { origin: string; error: string }> {
  try {
    const { size } = await stat(file);
    if (size > maxFileBytes) return { origin: file, error: `is larger than ${maxFileBytes / 1e6} MB` };
    return { name: nameOf(file), origin: file, text: decode(await readFile(file)) };
  } catch (error) {
    return { origin: file, error: error instanceof Error ? error.message : String(error) };
  }
}

async function download(
  fetcher: Fetcher | null,
  url: string,
): Promise<KnowledgeFile | { origin: string; error: string }> {
  if (!fetcher) return { origin: url, error: "cannot be fetched here" };
  try {
    const response = await fetcher.get(url, {
      accept: "application/json, text/csv;q=0.9, */*;q=0.5",
      userAgent: null,
      ignoreRobots: true,
      etag: null,
      lastModified: null,
    });
    return { name: nameOf(new URL(url).pathname), origin: url, text: decode(Buffer.from(response.body)) };
  } catch (error) {
    return { origin: url, error: error instanceof Error ? error.message : String(error) };
  }
}

/** `lists/google/list.json` is the list `google`. */
function nameOf(file: string): string {
  const base = path
    .basename(file)
    .replace(/\.gz$/, "")
    .replace(/\.(json|csv)$/, "");
  return base === "list" ? path.basename(path.dirname(file)) : base;
}

function decode(bytes: Buffer): string {
  const plain =
    bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: maxFileBytes }) : bytes;
  return plain.toString("utf8").replace(/^\ufeff/, "");
}
