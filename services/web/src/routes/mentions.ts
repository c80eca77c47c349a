import type { mentionRoutes } from "@cti/contract/routes/mentions";
import { getEntity } from "@cti/domain/entities/find-entity";
import { judgeEntity, unjudgeEntity } from "@cti/domain/entities/judge";
import { listArticleMentions } from "@cti/domain/entities/list-article-mentions";
import { DomainError } from "@cti/domain/errors";

import type { Handlers } from "../handler.ts";

export const mentionHandlers: Handlers<typeof mentionRoutes> = {
  listArticleMentions: ({ params, query, inTenant }) =>
    inTenant((tx) => {
      const { type = [], status = [], cursor = null, limit } = query;
      return listArticleMentions(tx, params.id, { types: type, statuses: status }, { cursor, limit });
    }),

  judgeMention: ({ params, body, actor, now, inTenant, audit }) =>
    inTenant(async (tx) => {
      const entity = await getEntity(tx, params.entity_id);
      const after = { verdict: body.verdict, note: body.note ?? null };
      const before = await judgeEntity(tx, entity, { articleId: params.id, ...after, actor }, now);
      await audit(tx, "verdict.set", subjectOf(params), { before, after });
      return { entity_id: entity.id, article_id: params.id, ...after, actor, decided_at: now };
    }),

  unjudgeMention: ({ params, inTenant, audit }) =>
    inTenant(async (tx) => {
      const before = await unjudgeEntity(tx, { id: params.entity_id }, params.id);
      if (!before)
        throw new DomainError("not_found", `Nothing was decided about ${subjectOf(params)} by itself`);
      await audit(tx, "verdict.remove", subjectOf(params), { before, after: null });
      return undefined;
    }),
};

function subjectOf({ id, entity_id }: { id: number; entity_id: number }): string {
  return `entity ${entity_id} in article ${id}`;
}
