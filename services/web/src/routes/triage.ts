import type { triageRoutes } from "@cti/contract/routes/triage";
import { readSearch } from "@cti/domain/articles/read-search";
import { bulkTriage } from "@cti/domain/triage/bulk-triage";
import { emitTriage } from "@cti/domain/triage/emit-triage";
import { setTriage } from "@cti/domain/triage/set-triage";
import { showTriage, type TriageLine } from "@cti/domain/triage/show-triage";
import type { TriageChange } from "@cti/domain/triage/triage-change";
import { undo } from "@cti/domain/undo/undo";

import { type Call, type Handlers, HttpProblem } from "../handler.ts";

export const triageHandlers: Handlers<typeof triageRoutes> = {
  getArticleTriage: ({ params, inTenant }) =>
    inTenant((tx) => showTriage(tx, { subject: "article", id: params.id })),

  setArticleTriage: ({ params, body, ...call }) => change(call, { subject: "article", id: params.id }, body),

  getStoryTriage: ({ params, inTenant }) =>
    inTenant((tx) => showTriage(tx, { subject: "story", id: params.id })),

  setStoryTriage: ({ params, body, ...call }) => change(call, { subject: "story", id: params.id }, body),

  bulkTriage: ({ body, who, actor, now, inTenant, audit }) =>
    inTenant(async (tx) => {
      const { subject, ids, query, action, dry_run: dryRun } = body;
      const which = ids ? { ids } : query === undefined ? null : { search: readSearch(query, now, actor) };
      if (which === null || (ids && query !== undefined))
        throw new HttpProblem("invalid", "Give either ids or query.");
      const by = { actor, principal: `user:${who.userId}`, now };
      const result = await bulkTriage(tx, { subject, which, change: action, dryRun }, by);
      if (dryRun) return result;
      const { matched, changed } = result;
      const detail = { ...(ids ? { ids } : { query }), action, matched, changed };
      await audit(tx, "triage.bulk", subject, detail);
      const touched = result.results.filter(({ outcome }) => outcome === "changed");
      await emitTriage(tx, { subject, ids: touched.map(({ id }) => id), actor });
      return result;
    }),

  undo: ({ body, who, actor, now, inTenant, audit }) =>
    inTenant(async (tx) => {
      const undone = await undo(tx, body.undo_token, { principal: `user:${who.userId}`, now });
      if (undone.isOver)
        throw new HttpProblem("gone", "This was undone already, or its ten minutes have passed.");
      const { action, subject, restored, skipped } = undone;
      const told = { action, restored: restored.length, skipped: skipped.length, skipped_ids: skipped };
      await audit(tx, "triage.undo", subject, told);
      await emitTriage(tx, { subject, ids: restored, actor });
      return told;
    }),
};

function change(
  { inTenant, actor, now }: Pick<Call, "inTenant" | "actor" | "now">,
  subject: { subject: "article" | "story"; id: number },
  changed: TriageChange,
): Promise<TriageLine> {
  return inTenant(async (tx) => {
    const after = await setTriage(tx, subject, changed, { actor, now });
    await emitTriage(tx, { subject: subject.subject, ids: [subject.id], actor });
    return after;
  });
}
