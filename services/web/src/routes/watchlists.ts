import type { watchlistRoutes } from "@cti/contract/routes/watchlists";
import { addWatch, listWatches, removeWatch, toWatchLine } from "@cti/domain/watchlists/watchlists";

import type { Handlers } from "../handler.ts";

export const watchlistHandlers: Handlers<typeof watchlistRoutes> = {
  listWatches: async (call) => {
    const { limit, cursor = null } = call.query;
    const { items, next_cursor } = await call.inTenant((tx) => listWatches(tx, { limit, cursor }));
    return { items: items.map(toWatchLine), next_cursor };
  },
  addWatch: (call) => {
    const { kind, value, weight = 1, note = null } = call.body;
    return call.inTenant(async (tx) => {
      const { watch } = await addWatch(tx, { kind, value, weight, note }, call.now);
      await call.audit(tx, "watch.add", `watch:${watch.id}`, { kind, value: watch.value, weight, note });
      return toWatchLine(watch);
    });
  },
  removeWatch: async (call) => {
    await call.inTenant(async (tx) => {
      const { id, kind, value } = await removeWatch(tx, call.params.id);
      await call.audit(tx, "watch.remove", `watch:${id}`, { kind, value });
    });
    return undefined;
  },
};
