import type { findJobRecords } from "@cti/domain/workers/find-job-records";
import { jobNames } from "@cti/queue/jobs";

import { type HistorySearch, historyUrl, outcomes } from "./history-search.ts";
import { type Html, html } from "./html.ts";
import { badge, duration, jobLink, table, time } from "./layout.ts";

type Found = Awaited<ReturnType<typeof findJobRecords>>;

/** Jobs that ended, as far back as they are kept, with the search above them. */
export function historyPage({ records, next }: Found, search: HistorySearch): Html {
  const heads = ["Outcome", "Id", "Name", "Ended", "Took", "Waited", "Try", "Worker", "Error"];
  const rows = records.map(
    (record) =>
      html`<tr>
        <td>${badge(record.outcome)}</td>
        <td>${jobLink(record.jobId)}</td>
        <td><code>${record.name}</code></td>
        <td>${time(record.finishedAt)}</td>
        <td>${duration(record.finishedAt.getTime() - record.startedAt.getTime())}</td>
        <td>${duration(Math.max(0, record.startedAt.getTime() - record.addedAt.getTime()))}</td>
        <td>${record.attempt}</td>
        <td><code>${record.worker}</code></td>
        <td class="text">${record.error?.slice(0, 200)}</td>
      </tr>`,
  );
  return html`${form(search)}
    ${rows.length === 0 ? html`<p class="note">No job ended that fits.</p>` : table("Jobs that ended", heads, rows)}
    <p>
      ${search.before !== undefined && html`<a href="${historyUrl(search, undefined)}">Latest</a> `}${
        next !== null && html`<a href="${historyUrl(search, next)}" rel="next">Older</a>`
      }
    </p>`;
}

function form({ id, name, state, worker, since, until, text }: HistorySearch): Html {
  return html`<form class="search" method="get" action="/history">
    <label>Id <input name="id" value="${id}" placeholder="collect:…" size="24" /></label>
    <label>Name ${select("name", jobNames, name)}</label>
    <label>Outcome ${select("state", outcomes, state)}</label>
    <label>Worker <input name="worker" value="${worker}" size="16" /></label>
    <label>Ended from <input type="datetime-local" name="since" value="${minutes(since)}" /></label>
    <label>before <input type="datetime-local" name="until" value="${minutes(until)}" /></label>
    <label>Error has <input name="text" value="${text}" size="16" /></label>
    <button>Search</button>
  </form>`;
}

function select(name: string, values: readonly string[], chosen: string | undefined): Html {
  const options = values.map((value) =>
    value === chosen ? html`<option selected>${value}</option>` : html`<option>${value}</option>`,
  );
  return html`<select name="${name}">
    <option value="">any</option>
    ${options}
  </select>`;
}

/** As an input of a browser wants it. */
function minutes(at: Date | undefined): string {
  return at?.toISOString().slice(0, 16) ?? "";
}
