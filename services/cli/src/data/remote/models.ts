import { setTimeout as pause } from "node:timers/promises";

import type { Client } from "@cti/contract/client";

import { exitCodes, Exit } from "../../exit.ts";
import type { Data, PullStep, PullWatch } from "../data.ts";

const lookMs = 1_000;

export function remoteModels(client: Client): Data["models"] {
  return {
    show: () => client.getModels(),
    state: async () => {
      const { status, message, url, version, breaker, used } = await client.getModels();
      return { status, message, url, version, breaker, used };
    },
    report: async () => (await client.reportModels()).items,
    pull: async (name, watch) => {
      const { jobs } = await client.pullModel({ body: name === null ? {} : { name } });
      const names: string[] = [];
      try {
        for (const { job_id: id } of jobs) names.push(await follow(client, id, watch));
      } catch (error) {
        if (watch.signal.aborted)
          for (const { job_id: id } of jobs.slice(names.length))
            await client.cancelJob({ params: { id } }).catch(() => undefined);
        throw error;
      }
      return names;
    },
  };
}

/** Looks at a job until the model is there. Throws Exit when it failed, the signal's reason when it is not waited for. */
async function follow(client: Client, id: string, { signal, onProgress }: PullWatch): Promise<string> {
  for (;;) {
    const { state, payload, progress, error } = await client.getJob({ params: { id } });
    const model = textOf(payload?.["model"]) ?? id;
    if (state === "completed") return model;
    if (state === "failed" || state === "cancelled")
      throw new Exit(exitCodes.failed, error ?? `The server ended the job ${id} (${state})`);
    onProgress(model, stepOf(progress));
    await pause(lookMs, undefined, { signal });
  }
}

function stepOf(progress: Record<string, unknown> | null): PullStep {
  const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);
  return {
    status: textOf(progress?.["status"]) ?? "waiting",
    done: numberOf(progress?.["done"]),
    total: numberOf(progress?.["total"]),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
