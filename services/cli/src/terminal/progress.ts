import { styleText } from "node:util";

import type { CollectEvent } from "@cti/domain/sources/collect";
import type { CheckResult } from "@cti/domain/sources/save-check";

import type { StageEvent } from "@cti/domain/stages/run-stages";

import { clean } from "./clean.ts";
import { formatDuration } from "./format.ts";
import { cut } from "./table.ts";

export type Progress = { onEvent: (event: CollectEvent) => void; stop: () => void };

/**
 * Progress of a collect on stderr: one line that changes on a terminal, one line per source elsewhere;
 * `quiet` says only what went wrong.
 */
export function createProgress(stream: NodeJS.WriteStream, { quiet }: { quiet: boolean }): Progress {
  return stream.isTTY && !quiet ? liveProgress(stream) : plainProgress(stream, quiet);
}

function plainProgress(stream: NodeJS.WriteStream, quiet: boolean): Progress {
  const say = (text: string): void => void stream.write(`${text}\n`);
  return {
    stop: () => undefined,
    onEvent: (event) => {
      const text = sentenceOf(event);
      if (text && (!quiet || (event.event === "source_finished" && event.result.outcome === "failed")))
        say(text);
    },
  };
}

function liveProgress(stream: NodeJS.WriteStream): Progress {
  const state = {
    due: 0,
    done: 0,
    articles: 0,
    failing: [] as string[],
    active: new Map<string, number>(),
    startedAt: Date.now(),
  };
  const draw = (): void => {
    const articles = state.articles + [...state.active.values()].reduce((sum, found) => sum + found, 0);
    const seconds = (Date.now() - state.startedAt) / 1_000;
    const parts = [
      `${styleText("cyan", "▸", { stream })} ${state.done}/${state.due} sources`,
      `${articles} new`,
      `${(articles / Math.max(seconds, 0.1)).toFixed(1)}/s`,
      state.failing.length > 0
        ? styleText("yellow", `failing: ${state.failing.slice(-3).join(", ")}`, { stream })
        : "",
      [...state.active.keys()].slice(0, 4).join(" "),
    ];
    stream.write(`\r\u001b[2K${cut(parts.filter(Boolean).join(" · "), (stream.columns || 80) - 1)}`);
  };
  const timer = setInterval(draw, 120);
  timer.unref();
  const say = (text: string): void => void stream.write(`\r\u001b[2K${text}\n`);
  return {
    onEvent: (event) => {
      if (event.event === "selected") state.due = event.due;
      if (event.event === "source_started") state.active.set(event.source.slug, 0);
      if (event.event === "articles") state.active.set(event.source.slug, event.counts.new);
      if (event.event === "source_finished") {
        state.done += 1;
        state.articles += event.result.counts.new;
        state.active.delete(event.result.source.slug);
        if (event.result.outcome === "failed")
          state.failing.push(`${event.result.source.slug} (${event.result.reason})`);
      }
      if (event.event === "closed_dead_runs" || (event.event === "selected" && event.due === 0)) {
        const text = sentenceOf(event);
        if (text) say(text);
      }
      draw();
    },
    stop: () => {
      clearInterval(timer);
      stream.write("\r\u001b[2K");
    },
  };
}

const skipReasons = {
  busy: "another process has it in hand",
  cancelled: "cancelled",
  changed: "it was changed or collected meanwhile",
};

function sentenceOf(event: CollectEvent): string | null {
  switch (event.event) {
    case "selected": {
      const later = event.nextAt ? `; the next one at ${event.nextAt.toISOString().slice(11, 16)}Z` : "";
      const rest = event.notDue > 0 ? `, ${event.notDue} not due yet${later}` : "";
      if (event.due === 0 && event.notDue > 0)
        return `Nothing is due: ${event.notDue} sources wait${later}. --force collects them now.`;
      if (event.due === 0 && event.isFiltered)
        return "No enabled source matches; `sources list` shows them all.";
      if (event.due === 0)
        return "There is no source to collect. `init` loads the built-in pack, `sources add URL` your own.";
      return `Collecting ${event.due} ${event.due === 1 ? "source" : "sources"}${rest}`;
    }
    case "closed_dead_runs":
      return `Closed ${event.runIds.length === 1 ? "run" : "runs"} ${event.runIds.join(", ")}, whose process had died.`;
    case "source_finished":
      return describe(event.result);
    case "source_skipped":
      return `${event.source.slug}: skipped (${skipReasons[event.reason]})`;
    case "source_started":
    case "articles":
      return null;
  }
}

export function describe({
  source,
  outcome,
  reason,
  message,
  counts,
  pageErrors,
  durationMs,
  warnings,
}: CheckResult): string {
  const time = formatDuration(durationMs);
  if (outcome === "failed") return `${source.slug}: failed (${reason}) ${clean(message ?? "")}`;
  const said = (["new", "updated", "unchanged", "duplicate", "rejected", "failed"] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => `${counts[name]} ${name}`);
  const pages = pageErrors.map(({ reason, count }) => `${count} ${count === 1 ? "page" : "pages"} ${reason}`);
  const what =
    outcome === "not_modified" && counts.found === 0
      ? ["not modified"]
      : said.length > 0
        ? said
        : ["no entries"];
  const later = warnings.filter((warning) => warning.endsWith("wait for the next check"));
  return `${source.slug}: ${[...what, ...pages, ...later].join(", ")} (${time})`;
}

/** A line that renews itself on a terminal; nothing when piped, since the summary says it all. */
export function createStageProgress(stream: NodeJS.WriteStream): (event: StageEvent) => void {
  if (!stream.isTTY) return () => undefined;
  return ({ stage, due, done }) => {
    const counts = Object.entries(done).flatMap(([name, number]) => (number > 0 ? `${number} ${name}` : []));
    const line = `${stage}: ${counts.join(" · ")} of ${due} due`;
    stream.write(`\r\u001b[2K${cut(line, (stream.columns || 80) - 1)}\r`);
  };
}
