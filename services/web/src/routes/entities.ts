import { nameTypes } from "@cti/contract/entity-words";
import type { entityRoutes } from "@cti/contract/routes/entities";
import { countWeeks, findCompanions } from "@cti/domain/entities/entity-activity";
import { findEntity, getEntity } from "@cti/domain/entities/find-entity";
import { judgeEntity, unjudgeEntity } from "@cti/domain/entities/judge";
import { listEntities } from "@cti/domain/entities/list-entities";
import { listEvidence } from "@cti/domain/entities/list-evidence";
import { lookUp } from "@cti/domain/entities/look-up";
import { showEntity } from "@cti/domain/entities/show-entity";
import { DomainError } from "@cti/domain/errors";

import type { Handlers } from "../handler.ts";
import { toEntityFilter } from "./entity-query.ts";

export const entityHandlers: Handlers<typeof entityRoutes> = {
  listEntities: ({ query, inTenant }) =>
    inTenant(async (tx) => {
      const usual = { types: nameTypes, statuses: ["named", "indicator"] };
      const { sort, cursor = null, limit } = query;
      return listEntities(tx, await toEntityFilter(tx, query, usual), { sort, cursor, limit });
    }),

  findEntity: ({ query: { name, type = [], mentions }, inTenant }) =>
    inTenant(async (tx) => showEntity(tx, await findEntity(tx, name, type), mentions)),

  lookUpEntities: ({ body: { values }, inTenant }) =>
    inTenant(async (tx) => ({ items: await lookUp(tx, values) })),

  getEntity: ({ params, query, inTenant }) =>
    inTenant(async (tx) => showEntity(tx, await getEntity(tx, params.id), query.mentions)),

  getEntityActivity: ({ params, query: { weeks }, now, inTenant }) =>
    inTenant(async (tx) => {
      const { id } = await getEntity(tx, params.id);
      return { weeks: await countWeeks(tx, id, { weeks, now }), together: await findCompanions(tx, id) };
    }),

  listEntityMentions: ({ params, query: { cursor = null, limit }, inTenant }) =>
    inTenant(async (tx) => {
      const { id } = await getEntity(tx, params.id);
      return listEvidence(tx, id, { cursor, limit });
    }),

  judgeEntity: ({ params, body, actor, now, inTenant, audit }) =>
    inTenant(async (tx) => {
      const entity = await getEntity(tx, params.id);
      const after = { verdict: body.verdict, note: body.note ?? null };
      const before = await judgeEntity(tx, entity, { articleId: null, ...after, actor }, now);
      await audit(tx, "verdict.set", `entity ${entity.id}`, { before, after });
      return { entity_id: entity.id, article_id: null, ...after, actor, decided_at: now };
    }),

  unjudgeEntity: ({ params, inTenant, audit }) =>
    inTenant(async (tx) => {
      const before = await unjudgeEntity(tx, { id: params.id }, null);
      if (!before) throw new DomainError("not_found", `Nothing was decided about entity ${params.id}`);
      await audit(tx, "verdict.remove", `entity ${params.id}`, { before, after: null });
      return undefined;
    }),
};
