import type { savedSearchRoutes } from "@cti/contract/routes/saved-searches";
import type { Principal } from "@cti/domain/accounts/principal";
import {
  changeSavedSearch,
  createSavedSearch,
  removeSavedSearch,
  type SearchOwner,
} from "@cti/domain/saved-searches/change-saved-search";
import { listSavedSearches } from "@cti/domain/saved-searches/list-saved-searches";
import { showSavedSearch } from "@cti/domain/saved-searches/saved-search-line";

import type { Call, Handlers } from "../handler.ts";
import { mayAdminister } from "./viewer.ts";

export const savedSearchHandlers: Handlers<typeof savedSearchRoutes> = {
  listSavedSearches: ({ query, who, inTenant }) =>
    inTenant((tx) => {
      const { limit, cursor = null, target = null } = query;
      return listSavedSearches(tx, { userId: who.userId, target }, { limit, cursor });
    }),

  createSavedSearch: ({ body, header, inTenant, ...call }) =>
    inTenant(async (tx) => {
      const created = await createSavedSearch(tx, body, ownerOf(call));
      header("location", `/api/v1/saved-searches/${created.id}`);
      return created;
    }),

  getSavedSearch: ({ params, who, inTenant }) => inTenant((tx) => showSavedSearch(tx, params.id, who.userId)),

  changeSavedSearch: ({ params, body, ifMatch, inTenant, audit, ...call }) =>
    inTenant(async (tx) => {
      const before = await showSavedSearch(tx, params.id, call.who.userId);
      const after = await changeSavedSearch(tx, params.id, body, { ...ownerOf(call), revision: ifMatch });
      if (after.visibility === "team" || before.visibility === "team")
        await audit(tx, "search.change", `saved search ${params.id}`, { before, after });
      return after;
    }),

  removeSavedSearch: ({ params, ifMatch, inTenant, audit, ...call }) =>
    inTenant(async (tx) => {
      const before = await removeSavedSearch(tx, params.id, { ...ownerOf(call), revision: ifMatch });
      if (before.visibility === "team")
        await audit(tx, "search.remove", `saved search ${params.id}`, { before, after: null });
      return undefined;
    }),
};

function ownerOf({ who, actor, now }: Pick<Call, "actor" | "now"> & { who: Principal }): SearchOwner {
  return { userId: who.userId, actor, isAdmin: mayAdminister(who), now };
}
