import { clean } from "./clean.ts";
import { formatBytes } from "./format.ts";
import { cut } from "./table.ts";

type Step = { status: string; done: number | null; total: number | null };

export type PullProgress = { tell: (model: string, step: Step) => void; end: () => void };

const drawMs = 120;
const barWidth = 20;
/** Between two lines of what is no terminal, in per cent. */
const lineEvery = 10;

/** A bar that renews itself on a terminal; elsewhere a line for each step, and for each tenth of a large one. */
export function createPullProgress(stream: NodeJS.WriteStream): PullProgress {
  let told = "";
  let toldAt = 0;
  if (!stream.isTTY)
    return {
      tell: (model, step) => {
        const share = shareOf(step);
        const tenth = share === null ? "" : String(Math.floor((100 * share) / lineEvery));
        const state = `${model} ${step.status} ${tenth}`;
        if (state !== told) stream.write(`${textOf(model, step)}\n`);
        told = state;
      },
      end: () => undefined,
    };
  return {
    tell: (model, step) => {
      if (Date.now() - toldAt < drawMs) return;
      toldAt = Date.now();
      const share = shareOf(step);
      const filled = Math.round(barWidth * (share ?? 0));
      const bar = share === null ? "" : `[${"█".repeat(filled)}${"░".repeat(barWidth - filled)}] `;
      stream.write(`\r\u001b[2K${cut(bar + textOf(model, step), (stream.columns || 80) - 1)}`);
    },
    end: () => void stream.write("\r\u001b[2K"),
  };
}

function shareOf({ done, total }: Step): number | null {
  return done === null || total === null || total <= 0 ? null : Math.min(1, Math.max(0, done / total));
}

function textOf(model: string, step: Step): string {
  const share = shareOf(step);
  const bytes = share === null ? "" : ` ${Math.floor(100 * share)} % of ${formatBytes(step.total ?? 0)}`;
  return `${clean(model)}: ${clean(step.status)}${bytes}`;
}
