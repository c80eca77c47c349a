import type { attackRoutes } from "@cti/contract/routes/attack";
import { countTechniques } from "@cti/domain/attack/count-techniques";
import { readAttackCatalogue } from "@cti/domain/attack/read-attack-catalogue";
import { toMatrix } from "@cti/domain/attack/to-matrix";
import { getEntity } from "@cti/domain/entities/find-entity";
import { asTenant } from "@cti/domain/tenants/as-tenant";

import type { Handlers } from "../handler.ts";
import { recent } from "./recent.ts";

/** Bundles of ATT&CK come twice a year. */
const catalogueAge = { fresh: 60_000, stale: 3_600_000 };
/** All articles of years are counted for it. */
const everythingAge = { fresh: 60_000, stale: 600_000 };

export const attackHandlers: Handlers<typeof attackRoutes> = {
  getAttack: async (call, deps) => {
    const { since = null, until = null, entity, platform = null } = call.query;
    const { value: catalogue } = await recent(deps, "attack catalogue", catalogueAge, () =>
      readAttackCatalogue(deps.db),
    );
    const count = async (): ReturnType<typeof countTechniques> =>
      call.inTenant(async (tx) => {
        const entityId = entity === undefined ? null : (await getEntity(tx, entity)).id;
        return countTechniques(tx, { since, until, entityId });
      });
    if (since !== null || until !== null || entity !== undefined)
      return { as_of: call.now, ...toMatrix(catalogue, await count(), platform) };
    const { tenantId } = call.who;
    const { value: counts, at } = await recent(deps, `techniques of ${tenantId}`, everythingAge, () =>
      asTenant(deps.db, tenantId, (tx) => countTechniques(tx, { since, until, entityId: null })),
    );
    return { as_of: at, ...toMatrix(catalogue, counts, platform) };
  },
};
