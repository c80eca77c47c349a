import { indicatorTypes } from "@cti/contract/entity-words";
import type { indicatorRoutes } from "@cti/contract/routes/indicators";
import { getEntity } from "@cti/domain/entities/find-entity";
import { listEntities, listEntitiesAfter } from "@cti/domain/entities/list-entities";
import type { EntityLine } from "@cti/domain/entities/entity-line";
import { showEntity } from "@cti/domain/entities/show-entity";

import type { Handlers } from "../handler.ts";
import { toEntityFilter } from "./entity-query.ts";
import { indicatorFormats, writeIndicators } from "./write-indicators.ts";

const usual = { types: indicatorTypes, statuses: ["indicator"] };

/** Rows of one statement of an export, so that it takes the same memory however long it is. */
const batch = 1_000;

export const indicatorHandlers: Handlers<typeof indicatorRoutes> = {
  listIndicators: ({ query, inTenant }) =>
    inTenant(async (tx) => {
      const { sort, cursor = null, limit } = query;
      return listEntities(tx, await toEntityFilter(tx, query, usual), { sort, cursor, limit });
    }),

  getIndicator: ({ params, query, inTenant }) =>
    inTenant(async (tx) => showEntity(tx, await getEntity(tx, params.id, indicatorTypes), query.mentions)),

  exportIndicators: async ({ query, inTenant, audit, signal }) => {
    const { format, defanged = false, ...asked } = query;
    const filter = await inTenant(async (tx) => {
      await audit(tx, "export.indicators", "indicators", { format, defanged, ...asked });
      return toEntityFilter(tx, asked, usual);
    });
    async function* lines(): AsyncGenerator<EntityLine[]> {
      for (let afterId: number | null = 0; afterId !== null;) {
        // To end here would pass for a whole export.
        signal.throwIfAborted();
        const after: number = afterId;
        const page = await inTenant((tx) => listEntitiesAfter(tx, filter, { afterId: after, limit: batch }));
        yield page.items;
        afterId = page.lastId;
      }
    }
    const { type, ending } = indicatorFormats[format];
    return { type, filename: `indicators.${ending}`, body: writeIndicators(lines(), { format, defanged }) };
  },
};
