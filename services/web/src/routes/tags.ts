import type { tagRoutes } from "@cti/contract/routes/tags";
import { emitTriage } from "@cti/domain/triage/emit-triage";
import { addTag, listTags, removeTag } from "@cti/domain/triage/tags";

import type { Handlers } from "../handler.ts";

export const tagHandlers: Handlers<typeof tagRoutes> = {
  listTags: ({ query, inTenant }) =>
    inTenant((tx) => {
      const { prefix = null, limit, cursor = null } = query;
      return listTags(tx, { prefix, limit, cursor });
    }),

  addTag: ({ params, actor, now, inTenant }) =>
    inTenant(async (tx) => {
      const tags = await addTag(tx, params, { actor, now });
      await emitTriage(tx, { subject: params.subject, ids: [params.id], actor });
      return { tags };
    }),

  removeTag: ({ params, actor, inTenant }) =>
    inTenant(async (tx) => {
      const tags = await removeTag(tx, params);
      await emitTriage(tx, { subject: params.subject, ids: [params.id], actor });
      return { tags };
    }),
};
