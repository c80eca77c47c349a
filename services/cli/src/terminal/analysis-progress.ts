import { styleText } from "node:util";

import { clean, cleanLines } from "./clean.ts";
import { count, formatDuration } from "./format.ts";
import { newText } from "./new-text.ts";
import { cut } from "./table.ts";

type Delta = { done: number; total: number; text: string };

export type AnalysisProgress = {
  tell: (delta: Delta) => void;
  /** It waits for something before it goes on. */
  wait: (reason: string) => void;
  end: () => void;
};

const drawMs = 120;

/**
 * How far a model is: on a terminal a line that renews itself and goes in the end, elsewhere a line for each part that
 * is done.
 */
export function createAnalysisProgress(stream: NodeJS.WriteStream): AnalysisProgress {
  const startedAt = Date.now();
  let last: Delta | null = null;
  let waiting = "waiting for the model";
  const took = (): string => formatDuration(Date.now() - startedAt);
  if (!stream.isTTY) {
    let told = 0;
    return {
      tell: ({ done, total, text }) => {
        if (done > told) stream.write(`part ${done} of ${total} done · ${wordsOf(text)} · ${took()}\n`);
        told = Math.max(told, done);
      },
      wait: (reason) => void stream.write(`${clean(reason)}\n`),
      end: () => undefined,
    };
  }
  const draw = (): void => {
    const line = [last === null ? waiting : partOf(last), took()].join(" · ");
    const mark = styleText("cyan", "▸", { stream });
    stream.write(`\r\u001b[2K${cut(`${mark} ${line}`, (stream.columns || 80) - 1)}`);
  };
  const timer = setInterval(draw, drawMs);
  timer.unref();
  return {
    tell: (delta) => void (last = delta),
    wait: (reason) => {
      last = null;
      waiting = clean(reason);
    },
    end: () => {
      clearInterval(timer);
      stream.write("\r\u001b[2K");
    },
  };
}

/** Writes what the model says as it comes; `aside` hears what is not its words. */
export function createLiveText(stream: NodeJS.WriteStream, aside: NodeJS.WriteStream): AnalysisProgress {
  let written = "";
  return {
    tell: ({ text }) => {
      stream.write(cleanLines(newText(written, text)));
      written = text;
    },
    wait: (reason) => void aside.write(`${clean(reason)}\n`),
    end: () => void (written !== "" && stream.write("\n\n")),
  };
}

function partOf({ done, total, text }: Delta): string {
  const part = `part ${Math.min(done + 1, total)} of ${total}`;
  return text === "" ? `${part}, waiting for the model` : `${part} · ${wordsOf(text)}`;
}

function wordsOf(text: string): string {
  return count(text.match(/\S+/g)?.length ?? 0, "word");
}
