import type { WorkerView } from "@cti/domain/workers/list-workers";

import { type Html, html } from "./html.ts";
import { badge, duration, jobLink, table, time } from "./layout.ts";

/** The processes of the stack, by their heartbeats. */
export function workersPage(workers: WorkerView[], { all, now }: { all: boolean; now: Date }): Html {
  const other = all
    ? html`<a href="/workers">Only those of the last minutes</a>`
    : html`<a href="/workers?all=1">Also those that are gone</a>`;
  if (workers.length === 0)
    return html`<p class="note">
        No process has been heard of lately. <code>cti daemon</code> starts scheduler and worker.
      </p>
      <p>${other}</p>`;
  const heads = [
    "State",
    "Name",
    "Kind",
    "Queues",
    "Working on",
    "Memory",
    "Up",
    "Last beat",
    "Clock",
    "Version",
  ];
  return html`${table(
      "Processes",
      heads,
      workers.map((worker) => row(worker, now)),
    )}
    <p>${other}</p>`;
}

function row(worker: WorkerView, now: Date): Html {
  const { state, id, kind, queues, active, rssBytes, startedAt, lastBeatAt, clockSkewMs, version } = worker;
  const served = Object.entries(queues).map(([queue, concurrency]) => `${queue} ×${concurrency}`);
  const upTo = state === "online" ? now : lastBeatAt;
  return html`<tr>
    <td>${badge(state)}</td>
    <td><code>${id}</code></td>
    <td>${kind}</td>
    <td>${served.join(", ") || "–"}</td>
    <td>
      ${active.length === 0 ? "–" : active.map((job) => html`<div>${jobLink(job.id)} ${job.name}</div>`)}
    </td>
    <td>${Math.round(rssBytes / 1_048_576)} MB</td>
    <td>${duration(Math.max(0, upTo.getTime() - startedAt.getTime()))}</td>
    <td>${time(lastBeatAt)}</td>
    <td>
      ${clockSkewMs === 0 ? "right" : `${clockSkewMs > 0 ? "+" : "−"}${duration(Math.abs(clockSkewMs))}`}
    </td>
    <td>${version}</td>
  </tr>`;
}
