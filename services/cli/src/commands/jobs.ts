import { jobNames, type QueueName, queueNames } from "@cti/queue/jobs";
import { type JobState, jobStates } from "@cti/queue/queue-types";
import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import type { Job, JobLine, JobRecord, Queue, Worker } from "../data/data.ts";
import { parseCount, parseSince } from "../options.ts";
import { note, print, printJson, printRows, printText } from "../output.ts";
import { formatBytes, formatDuration, formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";

export function registerJobs(program: Command, run: Run): void {
  const jobs = program.command("jobs").description("what waits, runs and ran in the queues");
  registerLists(jobs, run);
  registerSteering(jobs, run);

  program
    .command("workers")
    .description("the processes that are there, and what each one does")
    .option("-a, --all", "also those that have been silent for more than five minutes")
    .option("--json", "print an array of objects")
    .action((options: { all?: true; json?: true }) =>
      run(async (context) => {
        const workers = await (await context.openData()).workers.list(options.all ?? false);
        printRows(workers.toSorted(livingFirst), workerColumns, {
          ...options,
          empty: "No process is running: ./start_development.sh or ./collector start -b starts them.",
        });
      }),
    );
}

function registerLists(jobs: Command, run: Run): void {
  jobs
    .command("list")
    .description("jobs that the queues hold, the one that was added last first")
    .addOption(new Option("--queue <queue>", "only this queue").choices([...queueNames]))
    .addOption(new Option("--state <state...>", "only in these states").choices([...jobStates]))
    .option("-n, --limit <number>", "at most this many", parseCount, 20)
    .option("--json", "print one object with the queues and the jobs")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh jobs list --state active failed")
    .action((options: { queue?: QueueName; state?: JobState[]; limit: number; json?: true }) =>
      run(async (context) => {
        const { limit, queue, state } = options;
        const filter = { limit, ...(queue && { queue }), ...(state && { states: state }) };
        const found = await (await context.openData()).jobs.list(filter);
        if (options.json) return printJson(found);
        printRows(found.queues, queueColumns, { empty: "" });
        print("");
        printRows(found.jobs, jobColumns, { empty: "No such job." });
      }),
    );

  jobs
    .command("history")
    .description("jobs that ended, kept longer than the queue keeps them")
    .addOption(new Option("--name <job>", "only this job").choices(jobNames))
    .addOption(
      new Option("--outcome <outcome>", "only those that ended so").choices([
        "completed",
        "failed",
        "retrying",
        "cancelled",
        "handed_back",
      ]),
    )
    .option("--worker <name>", "only of this worker")
    .option("--since <age|date>", "only since then", parseSince)
    .option("--error <text>", "only with these words in their error")
    .option("-n, --limit <number>", "at most this many", parseCount, 20)
    .option("--json", "print an array of objects")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh jobs history --outcome failed --since 24h")
    .action((options: HistoryOptions) =>
      run(async (context) => {
        const { json: _, ...filter } = options;
        const records = await (await context.openData()).jobs.history(filter);
        printRows(records, recordColumns, { ...options, empty: "No such job has ended." });
      }),
    );
}

type HistoryOptions = {
  name?: string;
  outcome?: string;
  worker?: string;
  since?: Date;
  error?: string;
  limit: number;
  json?: true;
};

function registerSteering(jobs: Command, run: Run): void {
  jobs
    .command("show <id>")
    .description("one job: what it carries, its tries, its error")
    .option("--json", "print one object")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh jobs show collect:17")
    .action((id: string, options: { json?: true }) =>
      run(async (context) => {
        const job = await (await context.openData()).jobs.show(id);
        if (options.json) return printJson(job);
        if (job.is_held) printRows([job], jobColumns, { empty: "" });
        else note("The queue has forgotten it; its tries are known:");
        if (job.is_held) printText(`\npayload ${JSON.stringify(job.payload)}`);
        if (job.is_held && job.error !== null) printText(`error ${job.error}`);
        print("");
        printRows(job.tries, tryColumns, { empty: "No try of it has ended." });
      }),
    );

  jobs
    .command("retry <id>")
    .description("put a failed job back into its queue")
    .action((id: string) =>
      run(async (context) => {
        await (await context.openData()).jobs.retry(id);
        note(`${id} waits again.`);
      }),
    );

  jobs
    .command("cancel <id>")
    .description("remove a waiting job; ask a running one to stop")
    .action((id: string) =>
      run(async (context) => {
        const outcome = await (await context.openData()).jobs.cancel(id);
        note(
          outcome === "removed" ? `${id} is removed.` : `${id} is told to stop; what it has done is kept.`,
        );
      }),
    );
}

const queueColumns: Column<Queue>[] = [
  { title: "queue", value: (row) => row.name },
  ...jobStates.map((state): Column<Queue> => ({
    title: state,
    value: (row) => row.counts[state] ?? 0,
    right: true,
  })),
  {
    title: "oldest waits",
    value: (row) => (row.oldest_waiting_ms === null ? "–" : formatDuration(row.oldest_waiting_ms)),
    right: true,
  },
  { title: "", value: (row) => (row.paused ? "paused" : "") },
];

const jobColumns: Column<JobLine>[] = [
  { title: "id", value: (row) => row.id },
  { title: "job", value: (row) => row.name },
  { title: "state", value: (row) => row.state },
  { title: "try", value: (row) => `${row.attempts}/${row.max_attempts ?? "–"}`, right: true },
  { title: "added", value: (row) => formatTime(row.added_at) },
  { title: "took", value: (row) => took(row.started_at, row.finished_at), right: true },
  { title: "worker", value: (row) => row.worker ?? "" },
  { title: "error", value: (row) => row.error ?? "", grows: true },
];

const tryColumns: Column<Job["tries"][number]>[] = [
  { title: "try", value: (row) => row.attempt, right: true },
  { title: "outcome", value: (row) => row.outcome.replaceAll("_", " ") },
  { title: "ended", value: (row) => formatTime(row.finished_at) },
  { title: "took", value: (row) => took(row.started_at, row.finished_at), right: true },
  { title: "run", value: (row) => row.run_id ?? "", right: true },
  { title: "worker", value: (row) => row.worker },
  { title: "error", value: (row) => row.error ?? "", grows: true },
];

const recordColumns: Column<JobRecord>[] = [
  { title: "id", value: (row) => row.job_id },
  { title: "job", value: (row) => row.name },
  { title: "outcome", value: (row) => row.outcome.replaceAll("_", " ") },
  { title: "try", value: (row) => row.attempt, right: true },
  { title: "ended", value: (row) => formatTime(row.finished_at) },
  { title: "took", value: (row) => took(row.started_at, row.finished_at), right: true },
  { title: "run", value: (row) => row.run_id ?? "", right: true },
  { title: "worker", value: (row) => row.worker },
  { title: "error", value: (row) => row.error ?? "", grows: true },
];

const workerColumns: Column<Worker>[] = [
  { title: "process", value: (row) => row.id },
  { title: "kind", value: (row) => row.kind },
  { title: "state", value: (row) => row.state },
  {
    title: "up",
    value: (row) => took(row.started_at, row.last_beat_at),
    right: true,
  },
  { title: "last beat", value: (row) => `${formatDuration(row.silent_ms)} ago`, right: true },
  { title: "memory", value: (row) => formatBytes(row.rss_bytes), right: true },
  {
    title: "jobs",
    value: (row) => row.active.map(({ name, id }) => `${name} ${id}`).join(", "),
    grows: true,
  },
];

function took(from: Date | string | null, until: Date | string | null): string {
  if (from === null) return "–";
  const end = until === null ? new Date() : new Date(until);
  return formatDuration(end.getTime() - new Date(from).getTime());
}

function livingFirst(one: Worker, other: Worker): number {
  return Number(one.state === "stopped") - Number(other.state === "stopped");
}
