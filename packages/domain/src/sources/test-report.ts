import type { Source } from "@cti/db/schema/sources";

import { ReadError } from "../reading/reader.ts";
import { type TesterDeps, withTester } from "./open-tester.ts";
import { type TestedArticle, type TestStep, testSource } from "./test-source.ts";

/** What a test of a source told, as the API shows it. */
export type TestLine = {
  ok: boolean;
  error: { reason: string; message: string } | null;
  trace: { step: string; at_ms: number; detail: Record<string, unknown> }[];
  kind: string | null;
  title: string;
  moved_to: string | null;
  wire_bytes: number;
  entries: number;
  sample: {
    title: string;
    url: string | null;
    published: Date | null;
    published_flag: string | null;
    words: number;
    text_source: string;
    language: string | null;
    rejected: string | null;
    error: { reason: string; message: string } | null;
  }[];
  warnings: string[];
  duration_ms: number;
};

const sampleSize = 3;
/** A hostile server can redirect and answer for as long as it may; nobody reads more steps. */
const mostSteps = 200;

/** Reads a source now and tells each step; writes nothing. That it fails is an answer. */
export async function testReport(deps: TesterDeps, source: Source, signal: AbortSignal): Promise<TestLine> {
  const startedAt = performance.now();
  try {
    const report = await withTester(deps, signal, (tester) => testSource(tester, source, sampleSize, signal));
    return {
      ok: report.ok,
      error: signal.aborted && !report.ok ? lateError : report.error,
      trace: report.trace.slice(0, mostSteps).map(toStep),
      kind: report.kind,
      title: report.title,
      moved_to: report.movedTo,
      wire_bytes: report.wireBytes,
      entries: report.entries,
      sample: report.articles.map(toSample),
      warnings: report.warnings,
      duration_ms: Math.round(performance.now() - startedAt),
    };
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    const { reason, message } = signal.aborted ? lateError : error;
    return { ...blank, error: { reason, message }, duration_ms: Math.round(performance.now() - startedAt) };
  }
}

const lateError = {
  reason: "timeout",
  message: "It took longer than a test may take; what was seen is told.",
};

const blank: TestLine = {
  ok: false,
  error: null,
  trace: [],
  kind: null,
  title: "",
  moved_to: null,
  wire_bytes: 0,
  entries: 0,
  sample: [],
  warnings: [],
  duration_ms: 0,
};

function toStep({ step, at_ms, ...detail }: TestStep): TestLine["trace"][number] {
  return { step, at_ms, detail: snakeCased(detail) };
}

function snakeCased(detail: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

function toSample(article: TestedArticle): TestLine["sample"][number] {
  const { publishedFlag, textSource, ...rest } = article;
  return { ...rest, published_flag: publishedFlag, text_source: textSource };
}
