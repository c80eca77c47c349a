import type { SourceKind } from "@cti/db/schema/sources";
import type { FeedCandidate } from "@cti/pipeline/discover/find-feeds";

import { DomainError } from "../errors.ts";
import { ReadError } from "../reading/reader.ts";
import { type TesterDeps, withTester } from "./open-tester.ts";
import { type ProbeResult, probeUrl } from "./probe.ts";

/** What can be followed at an address; with `ok` false `error` says why nothing. */
export type ProbeReport = {
  ok: boolean;
  error: { reason: string; message: string } | null;
  found: {
    url: string;
    kind: SourceKind;
    title: string;
    site_url: string | null;
    entries: number;
    /** Why it is the one. */
    reason: string;
    warnings: string[];
    sample: { title: string; url: string | null; published: Date | null }[];
  } | null;
  /** Addresses that were tried beside the given one, in order. */
  candidates: { url: string; kind: string; title: string | null; reason: string }[];
  duration_ms: number;
};

const sampleSize = 3;

/** Looks for what can be followed at an address; stores nothing, and a failure is an answer. */
export async function probeReport(deps: TesterDeps, url: string, signal: AbortSignal): Promise<ProbeReport> {
  const startedAt = performance.now();
  const candidates: FeedCandidate[] = [];
  const end = (rest: Pick<ProbeReport, "ok" | "error" | "found">): ProbeReport => ({
    ...rest,
    candidates: candidates.map(({ url, kind, title, reason }) => ({ url, kind, title, reason })),
    duration_ms: Math.round(performance.now() - startedAt),
  });
  try {
    const onTry = (candidate: FeedCandidate): void => void candidates.push(candidate);
    const result = await withTester(deps, signal, (tester) => probeUrl(tester, url, { onTry }));
    return end({ ok: true, error: null, found: foundOf(result) });
  } catch (error) {
    return end({ ok: false, error: explain(error, signal), found: null });
  }
}

/** Finds what to follow at an address, for whoever adds it. Throws DomainError upstream. */
export async function probeForAdding(
  deps: TesterDeps,
  url: string,
  signal: AbortSignal,
): Promise<ProbeResult> {
  try {
    return await withTester(deps, signal, (tester) => probeUrl(tester, url));
  } catch (error) {
    throw new DomainError("upstream", explain(error, signal).message, { cause: error });
  }
}

function foundOf({ url, kind, reading, reason }: ProbeResult): NonNullable<ProbeReport["found"]> {
  return {
    url,
    kind,
    title: reading.title,
    site_url: reading.siteUrl,
    entries: reading.entries.length,
    reason,
    warnings: reading.warnings,
    sample: reading.entries.slice(0, sampleSize).map(({ title, url, published }) => ({
      title,
      url: url ?? null,
      published: published ?? null,
    })),
  };
}

function explain(error: unknown, signal: AbortSignal): { reason: string; message: string } {
  if (signal.aborted)
    return { reason: "timeout", message: "The site did not answer within the time for trying out." };
  if (error instanceof ReadError) return { reason: error.reason, message: error.message };
  if (!(error instanceof DomainError)) throw error;
  const { cause } = error;
  const reason = cause instanceof Error && "reason" in cause ? String(cause.reason) : "nothing_found";
  return { reason, message: error.message };
}
