import type { searchRoutes } from "@cti/contract/routes/search";
import { describeSearch } from "@cti/domain/articles/describe-search";
import { findDirect } from "@cti/domain/articles/find-direct";
import { pageArticles } from "@cti/domain/articles/page-articles";
import { readSearch } from "@cti/domain/articles/read-search";

import type { Handlers } from "../handler.ts";

export const searchHandlers: Handlers<typeof searchRoutes> = {
  search: ({ query, now, actor, inTenant }) =>
    inTenant(async (tx) => {
      const { q, sort, limit, cursor = null, count = null } = query;
      const found = await pageArticles(
        tx,
        { search: readSearch(q, now, actor) },
        { sort, limit, cursor, count },
      );
      // Only the first page leads on to something.
      return { ...found, direct: cursor === null ? await findDirect(tx, q) : null };
    }),

  parseSearch: ({ query, now }) => Promise.resolve(describeSearch(query.q, now)),
};
