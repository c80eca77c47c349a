import type { Run } from "@cti/db/schema/runs";

import { maskAddressesIn } from "../sources/mask-address.ts";

/** A run as the API has it. */
export type RunLine = {
  id: number;
  kind: string;
  trigger: string;
  /** Who started it; null for whoever does not operate the installation, unless it was they. */
  actor: string | null;
  status: string;
  started_at: Date;
  finished_at: Date | null;
  duration_ms: number | null;
  counts: Record<string, number>;
  /** Errors and warnings that it told. */
  errors: number;
  warnings: number;
};

/** `secrets`: with credentials in addresses and everybody's name; `actor` is who asks. */
export type RunView = { secrets: boolean; actor: string };

const processes = new Set(["scheduler", "worker"]);

export function toRunLine(run: Run, view: RunView): RunLine {
  return {
    id: run.id,
    kind: run.kind,
    trigger: run.trigger,
    actor: view.secrets || run.actor === view.actor || processes.has(run.actor) ? run.actor : null,
    status: run.status,
    started_at: run.startedAt,
    finished_at: run.finishedAt,
    duration_ms: run.finishedAt === null ? null : run.finishedAt.getTime() - run.startedAt.getTime(),
    counts: { ...run.counts },
    errors: run.errors.length,
    warnings: run.warnings.length,
  };
}

/** Texts of runs name addresses, whose credentials are for those who operate the installation. */
export function shown<T>(value: T, { secrets }: RunView): T {
  return secrets ? value : maskAddressesIn(value);
}
