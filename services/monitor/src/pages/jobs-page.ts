import type { JobView, QueueState } from "@cti/queue/queue-types";

import { type Html, html } from "./html.ts";
import { badge, jobLink, table, time } from "./layout.ts";

/** What runs and waits, as the queue has it now. */
export function jobsPage(jobs: JobView[], states: QueueState[], shown: number): Html {
  const heads = ["State", "Id", "Name", "Added", "Begun", "Try", "Worker"];
  return html`${table("Queues", ["Queue", "Waiting", "Running", "Delayed", "Failed", ""], states.map(queueRow))}
  ${
    jobs.length === 0
      ? html`<p class="note">Nothing runs or waits.</p>`
      : table("Jobs", heads, jobs.map(jobRow))
  }
  ${jobs.length === shown && html`<p>Only the latest ${shown} are shown; <a href="/board">the queues</a> have all.</p>`}`;
}

function queueRow({ queue, counts, paused }: QueueState): Html {
  return html`<tr>
    <td>${queue}</td>
    <td>${counts.waiting}</td>
    <td>${counts.active}</td>
    <td>${counts.delayed}</td>
    <td>${counts.failed}</td>
    <td>${paused && "paused"}</td>
  </tr>`;
}

function jobRow({ id, name, state, addedAt, startedAt, attempts, maxAttempts, worker }: JobView): Html {
  return html`<tr>
    <td>${badge(state)}</td>
    <td>${jobLink(id)}</td>
    <td><code>${name}</code></td>
    <td>${time(addedAt)}</td>
    <td>${time(state === "active" ? startedAt : null)}</td>
    <td>${Math.min(attempts + 1, maxAttempts)} of ${maxAttempts}</td>
    <td>${state === "active" && html`<code>${worker}</code>`}</td>
  </tr>`;
}
