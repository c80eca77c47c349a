import type { Source, SourceKind } from "@cti/db/schema/sources";
import { FetchError } from "@cti/fetch/fetch-error";
import type { TraceEvent } from "@cti/fetch/fetch-types";

import type { CollectDeps } from "../deps.ts";
import { ReadError } from "../reading/reader.ts";
import { openPageContext, readBatch } from "./read-pages.ts";
import { readSource } from "./read-source.ts";

export type TestedArticle = {
  title: string;
  url: string | null;
  published: Date | null;
  publishedFlag: string | null;
  words: number;
  textSource: string;
  language: string | null;
  rejected: string | null;
  error: { reason: string; message: string } | null;
};

/** A step of the fetching with the milliseconds since the test began. */
export type TestStep = TraceEvent & { at_ms: number };

export type TestReport = {
  ok: boolean;
  trace: TestStep[];
  error: { reason: string; message: string } | null;
  title: string;
  movedTo: string | null;
  wireBytes: number;
  entries: number;
  warnings: string[];
  articles: TestedArticle[];
  /** What the document turned out to be; null when it was not read. */
  kind: SourceKind | null;
  durationMs: number;
};

/**
 * Reads a source and its first articles with a full trace, as `collect` would; stores nothing. When `signal` aborts it
 * reports what it has.
 */
export async function testSource(
  deps: CollectDeps,
  source: Source,
  sample: number,
  signal?: AbortSignal,
): Promise<TestReport> {
  const startedAt = performance.now();
  const elapsed = (): number => Math.round(performance.now() - startedAt);
  const trace: TestStep[] = [];
  const report: TestReport = {
    ok: false,
    trace,
    error: null,
    title: "",
    movedTo: null,
    wireBytes: 0,
    entries: 0,
    warnings: [],
    articles: [],
    kind: null,
    durationMs: 0,
  };
  try {
    const reading = await readSource(deps, source, {
      unconditional: true,
      trace: (event) => trace.push({ ...event, at_ms: elapsed() }),
      ...(signal && { signal }),
    });
    Object.assign(report, {
      title: reading.title,
      movedTo: reading.state.url === source.url ? null : reading.state.url,
      wireBytes: reading.wireBytes,
      entries: reading.entries.length,
      warnings: reading.warnings,
      kind: reading.state.kind,
    });
    const context = openPageContext(source, { concurrency: 2, signal: signal ?? null });
    const first = reading.entries.slice(0, sample).map((entry) => ({ entry, article: null }));
    const pages = await readBatch(deps, context, first, sample);
    report.articles = pages.map(({ entry, text, error }) => ({
      title: text?.title ?? entry?.title ?? "",
      url: entry?.url ?? null,
      published: entry?.published ?? text?.published ?? null,
      publishedFlag: entry?.publishedFlag ?? text?.publishedFlag ?? null,
      words: text?.wordCount ?? 0,
      textSource: text?.textSource ?? "none",
      language: text?.language ?? null,
      rejected: text?.rejectedReason ?? null,
      error,
    }));
    report.ok = reading.entries.length > 0 && report.articles.some(({ words }) => words > 0);
  } catch (error) {
    if (!(error instanceof FetchError || error instanceof ReadError)) throw error;
    report.error = { reason: error.reason, message: error.message };
  }
  report.durationMs = elapsed();
  return report;
}
