import type { sourceRoutes } from "@cti/contract/routes/sources";
import { addSource } from "@cti/domain/sources/add";
import { changeSource, removeSources } from "@cti/domain/sources/change";
import { findSource } from "@cti/domain/sources/find";
import { getSource, readSourceRow } from "@cti/domain/sources/get-source";
import { listChecks } from "@cti/domain/sources/list-checks";
import { maskAddress } from "@cti/domain/sources/mask-address";
import { exportOpml } from "@cti/domain/sources/opml";
import { countArticles, pageSources } from "@cti/domain/sources/page-sources";
import { probeForAdding, probeReport } from "@cti/domain/sources/probe-report";
import { readDailyYield, readSourceActivity } from "@cti/domain/sources/source-activity";
import { testReport } from "@cti/domain/sources/test-report";
import { toggleSource } from "@cti/domain/sources/toggle";
import { DomainError } from "@cti/domain/errors";

import type { Handlers } from "../handler.ts";
import { importOutline } from "./import-outline.ts";
import { recent } from "./recent.ts";
import { changedOf, toChange, toNewSource, valuesOf } from "./source-values.ts";
import { viewOf } from "./viewer.ts";

const outboundMs = 30_000;
const yieldAge = { fresh: 60_000, stale: 600_000 };
const countAge = { fresh: 10_000, stale: 60_000 };

export const sourceHandlers: Handlers<typeof sourceRoutes> = {
  listSources: async (call, deps) => {
    const { value: counts } = await recent(deps, "articles by source", countAge, () =>
      countArticles(deps.db),
    );
    const filter = { ...call.query, cursor: call.query.cursor ?? null };
    return call.inTenant((tx) => pageSources(tx, filter, { ...viewOf(call), counts }));
  },
  createSource: async (call, deps) => {
    const { body, signal } = call;
    // Outside of the transaction: a site may take its time.
    const found = body.kind === undefined ? await probeForAdding(deps, body.url, limited(signal)) : null;
    return call.inTenant(async (tx) => {
      const source = await addSource(tx, toNewSource(body, found));
      await call.audit(tx, "source.create", source.slug, { after: valuesOf(source) });
      call.header("location", `/api/v1/sources/${source.id}`);
      return getSource(tx, source.id, viewOf(call));
    });
  },
  getSourceActivity: async ({ query: { ids }, now, inTenant }, deps) => {
    const { value: daily } = await recent(deps, "daily yield of sources", yieldAge, () =>
      readDailyYield(deps.db, now),
    );
    return { items: await inTenant((tx) => readSourceActivity(tx, ids, { daily, now })) };
  },
  findSource: (call) =>
    call.inTenant(async (tx) => {
      const { id } = await findSource(tx, call.query.name);
      return getSource(tx, id, viewOf(call));
    }),
  getSource: (call) => call.inTenant((tx) => getSource(tx, call.params.id, viewOf(call))),
  changeSource: (call) =>
    call.inTenant(async (tx) => {
      const { params, body, ifMatch } = call;
      const before = await readSourceRow(tx, params.id);
      const after = await changeSource(tx, String(params.id), toChange(body), { expected: ifMatch });
      await call.audit(tx, "source.change", after.slug, changedOf(before, after));
      return getSource(tx, params.id, viewOf(call));
    }),
  removeSource: (call) =>
    call.inTenant(async (tx) => {
      const { purge = false, confirm } = call.query;
      const before = await readSourceRow(tx, call.params.id);
      if (purge && confirm !== before.slug)
        throw new DomainError(
          "invalid",
          `This deletes all articles of ${before.slug} for good: say so with confirm=${before.slug}`,
        );
      const [removed] = await removeSources(tx, [String(before.id)], { purge });
      if (!removed) throw new DomainError("not_found", `There is no source ${call.params.id}`);
      const detail = { before: valuesOf(before), articles: removed.articles, purged: removed.purged };
      await call.audit(tx, "source.remove", before.slug, detail);
      return removed;
    }),
  toggleSource: (call) =>
    call.inTenant(async (tx) => {
      const { id, slug, enabled } = await toggleSource(tx, call.params.id, call.now);
      const detail = { before: { enabled: !enabled }, after: { enabled } };
      await call.audit(tx, "source.toggle", slug, detail);
      return getSource(tx, id, viewOf(call));
    }),
  testSource: async (call, deps) => {
    const source = await call.inTenant((tx) => readSourceRow(tx, call.params.id));
    return testReport(deps, source, limited(call.signal));
  },
  probeSource: ({ body, signal }, deps) => probeReport(deps, body.url, limited(signal)),
  collectSource: (call, { queues }) =>
    call.inTenant(async (tx) => {
      const { id, slug, url } = await readSourceRow(tx, call.params.id);
      const payload = { sourceId: id, force: true, trigger: "api", actor: call.actor } as const;
      const job = await queues.enqueue("collect-source", payload, { priority: 1 });
      await call.audit(tx, "source.collect", slug, { job: job.id, added: job.added, url: maskAddress(url) });
      call.header("location", `/api/v1/jobs/${encodeURIComponent(job.id)}`);
      return { job_id: job.id, queue: "collect", name: "collect-source", added: job.added };
    }),
  listSourceChecks: (call) =>
    call.inTenant(async (tx) => {
      const { id } = await readSourceRow(tx, call.params.id);
      const { limit, cursor = null } = call.query;
      return listChecks(tx, id, { limit, cursor, secrets: viewOf(call).secrets });
    }),
  exportOpml: (call) =>
    call.inTenant(async (tx) => {
      const { secrets } = viewOf(call);
      const body = await exportOpml(tx, call.now, { secrets });
      await call.audit(tx, "export.sources", "sources", { format: "opml", secrets });
      return { type: "text/x-opml", filename: "sources.opml", body };
    }),
  importOpml: (call) => importOutline(call, { xml: call.body, dryRun: call.query.dry_run ?? false }),
};

/** Ends when the client hangs up, and after half a minute anyhow. */
function limited(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(outboundMs)]);
}
