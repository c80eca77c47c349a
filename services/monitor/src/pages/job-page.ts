import type { findJobRecords } from "@cti/domain/workers/find-job-records";
import type { JobView } from "@cti/queue/queue-types";

import type { Revocation } from "../revoke-job.ts";
import { type Html, html } from "./html.ts";
import { badge, duration, json, table, time } from "./layout.ts";

type Records = Awaited<ReturnType<typeof findJobRecords>>["records"];

const told: Record<Revocation, string> = {
  removed: "It was taken out of the queue before it began.",
  signalled: "It was told to stop; it sees that within two seconds, and ends as soon as it can.",
  gone: "There was nothing to revoke: it had ended already, or the queue does not know it.",
};

/** What came of a click on Revoke, out of the URL that it led to. */
export function readRevocation(value: unknown): Revocation | null {
  return typeof value === "string" && Object.hasOwn(told, value) ? (value as Revocation) : null;
}

/** One job: as the queue has it (null when not any more), and the tries that ended. */
export function jobPage(
  id: string,
  { job, records, revoked }: { job: JobView | null; records: Records; revoked: Revocation | null },
): Html {
  const canRevoke = job !== null && ["waiting", "delayed", "active"].includes(job.state);
  const heads = ["Outcome", "Try", "Begun", "Took", "Worker", "Run", "Error"];
  return html`${revoked && html`<p class="note" role="status">${told[revoked]}</p>`}
    ${
      job === null
        ? html`<p>The queue does not hold this job any more; its history is below.</p>`
        : html`${facts(job)}
            ${
              canRevoke &&
              html`<form method="post" action="/jobs/${encodeURIComponent(id)}/revoke">
                <button class="danger">Revoke</button>
              </form>`
            }
            ${
              job.error !== null &&
              html`<h2>Error</h2>
                <pre>${job.error}</pre>`
            }
            <h2>Payload</h2>
            ${json(job.payload)}
            ${
              job.result !== null &&
              html`<h2>Result</h2>
                ${json(job.result)}`
            }
            ${
              !isEmpty(job.progress) &&
              html`<h2>Progress</h2>
                ${json(job.progress)}`
            }`
    }
    <h2>Tries that ended</h2>
    ${records.length === 0 ? html`<p>None yet.</p>` : table("Tries", heads, records.map(recordRow))}
    ${job === null && lastResult(records)}`;
}

function facts({
  name,
  queue,
  state,
  attempts,
  maxAttempts,
  addedAt,
  startedAt,
  finishedAt,
  worker,
}: JobView): Html {
  return html`<dl>
    <dt>State</dt>
    <dd>${badge(state)}</dd>
    <dt>Name</dt>
    <dd>${name}</dd>
    <dt>Queue</dt>
    <dd>${queue}</dd>
    <dt>Tries begun</dt>
    <dd>${attempts} of ${maxAttempts}</dd>
    <dt>Added</dt>
    <dd>${time(addedAt)}</dd>
    <dt>Begun</dt>
    <dd>${time(startedAt)}</dd>
    <dt>Ended</dt>
    <dd>${time(finishedAt)}</dd>
    <dt>Worker</dt>
    <dd>${worker ?? "–"}</dd>
  </dl>`;
}

function recordRow({ outcome, attempt, startedAt, finishedAt, worker, runId, error }: Records[number]): Html {
  return html`<tr>
    <td>${badge(outcome)}</td>
    <td>${attempt}</td>
    <td>${time(startedAt)}</td>
    <td>${duration(finishedAt.getTime() - startedAt.getTime())}</td>
    <td><code>${worker}</code></td>
    <td>${runId ?? "–"}</td>
    <td class="text">${error}</td>
  </tr>`;
}

function lastResult([last]: Records): Html | null {
  if (!last) return null;
  return html`<h2>Payload</h2>
    ${json(last.payload)}${
      last.result &&
      html`<h2>Result</h2>
        ${json(last.result)}`
    }`;
}

function isEmpty(progress: unknown): boolean {
  if (typeof progress === "object" && progress !== null) return Object.keys(progress).length === 0;
  return progress === null || progress === undefined || progress === 0 || progress === "";
}
