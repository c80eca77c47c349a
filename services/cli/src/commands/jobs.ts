import { userInfo } from "node:os";

import { findJobRecords } from "@cti/domain/workers/find-job-records";
import { listWorkers, type WorkerView } from "@cti/domain/workers/list-workers";
import type { JobRecord } from "@cti/db/schema/workers";
import { jobNames, type QueueName, queueNames } from "@cti/queue/jobs";
import { type JobState, jobStates, type JobView, type QueueState } from "@cti/queue/queue-types";
import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import { exitCodes, Exit } from "../exit.ts";
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
        const { db } = await context.openDatabase();
        const workers = await listWorkers(db, { all: options.all ?? false });
        printRows(workers, workerColumns, {
          ...options,
          empty: "No process is running: ./start_development.sh or ./collector start -b starts them.",
        });
      }),
    );
}

function registerLists(jobs: Command, run: Run): void {
  jobs
    .command("list")
    .description("jobs of the queues, the latest first")
    .addOption(new Option("--queue <queue>", "only this queue").choices([...queueNames]))
    .addOption(new Option("--state <state...>", "only in these states").choices([...jobStates]))
    .option("-n, --limit <number>", "at most this many", parseCount, 20)
    .option("--json", "print one object with the queues and the jobs")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh jobs list --state active failed")
    .action((options: { queue?: QueueName; state?: JobState[]; limit: number; json?: true }) =>
      run(async (context) => {
        const queues = await context.openQueues();
        const states = await queues.states();
        const found = await queues.list({
          limit: options.limit,
          ...(options.queue && { queue: options.queue }),
          ...(options.state && { states: options.state }),
        });
        if (options.json) return printJson({ backend: queues.backend, queues: states, jobs: found });
        printRows(states, queueColumns, { empty: "" });
        print("");
        printRows(found, jobColumns, { empty: "No such job." });
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
        const { db } = await context.openDatabase();
        const { error: text, ...filter } = options;
        const { records } = await findJobRecords(db, { ...filter, text });
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
        const { db } = await context.openDatabase();
        const job = await (await context.openQueues()).find(id);
        const { records } = await findJobRecords(db, { jobId: id, limit: 50 });
        if (!job && records.length === 0) throw unknownJob(id);
        if (options.json) return printJson({ job, tries: records });
        printRows(job ? [job] : [], jobColumns, {
          empty: "The queue has forgotten it; its tries are known:",
        });
        if (job) printText(`\npayload ${JSON.stringify(job.payload)}`);
        if (job?.error) printText(`error ${job.error}`);
        print("");
        printRows(records, recordColumns, { empty: "No try of it has ended." });
      }),
    );

  jobs
    .command("retry <id>")
    .description("put a failed job back into its queue")
    .action((id: string) =>
      run(async (context) => {
        const queues = await context.openQueues();
        if (await queues.retry(id)) return note(`${id} waits again.`);
        throw (await queues.find(id)) ? new Exit(exitCodes.conflict, `${id} has not failed`) : unknownJob(id);
      }),
    );

  jobs
    .command("cancel <id>")
    .description("remove a waiting job; ask a running one to stop")
    .action((id: string) =>
      run(async (context) => {
        const queues = await context.openQueues();
        const outcome = await queues.cancel(id, userInfo().username);
        if (outcome === "gone") throw unknownJob(id);
        note(
          outcome === "removed" ? `${id} is removed.` : `${id} is told to stop; what it has done is kept.`,
        );
      }),
    );
}

function unknownJob(id: string): Exit {
  return new Exit(
    exitCodes.failed,
    `There is no job ${id} waiting or running; \`jobs list\` and \`jobs history\` show them`,
  );
}

const queueColumns: Column<QueueState>[] = [
  { title: "queue", value: (row) => row.queue },
  ...jobStates.map((state): Column<QueueState> => ({
    title: state,
    value: (row) => row.counts[state],
    right: true,
  })),
  {
    title: "oldest waits",
    value: (row) => (row.oldestWaitingMs === null ? "–" : formatDuration(row.oldestWaitingMs)),
    right: true,
  },
  { title: "", value: (row) => (row.paused ? "paused" : "") },
];

const jobColumns: Column<JobView>[] = [
  { title: "id", value: (row) => row.id },
  { title: "job", value: (row) => row.name },
  { title: "state", value: (row) => row.state },
  { title: "try", value: (row) => `${row.attempts}/${row.maxAttempts}`, right: true },
  { title: "added", value: (row) => formatTime(row.addedAt) },
  { title: "took", value: took, right: true },
  { title: "worker", value: (row) => row.worker ?? "" },
  { title: "error", value: (row) => row.error ?? "", grows: true },
];

const recordColumns: Column<JobRecord>[] = [
  { title: "id", value: (row) => row.jobId },
  { title: "job", value: (row) => row.name },
  { title: "outcome", value: (row) => row.outcome.replaceAll("_", " ") },
  { title: "try", value: (row) => row.attempt, right: true },
  { title: "ended", value: (row) => formatTime(row.finishedAt) },
  { title: "took", value: took, right: true },
  { title: "run", value: (row) => row.runId ?? "", right: true },
  { title: "worker", value: (row) => row.worker },
  { title: "error", value: (row) => row.error ?? "", grows: true },
];

const workerColumns: Column<WorkerView>[] = [
  { title: "process", value: (row) => row.id },
  { title: "kind", value: (row) => row.kind },
  { title: "state", value: (row) => row.state },
  {
    title: "up",
    value: (row) => formatDuration(row.lastBeatAt.getTime() - row.startedAt.getTime()),
    right: true,
  },
  { title: "last beat", value: (row) => `${formatDuration(row.silentMs)} ago`, right: true },
  { title: "memory", value: (row) => formatBytes(row.rssBytes), right: true },
  {
    title: "jobs",
    value: (row) => row.active.map(({ name, id }) => `${name} ${id}`).join(", "),
    grows: true,
  },
];

function took({ startedAt, finishedAt }: { startedAt: Date | null; finishedAt: Date | null }): string {
  if (startedAt === null) return "–";
  return formatDuration((finishedAt ?? new Date()).getTime() - startedAt.getTime());
}
