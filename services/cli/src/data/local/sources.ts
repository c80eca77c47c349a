import { sourceRoutes } from "@cti/contract/routes/sources";
import { findSource } from "@cti/domain/sources/find";
import { getSource } from "@cti/domain/sources/get-source";
import { exportOpml } from "@cti/domain/sources/opml";
import { countArticles, pageSources } from "@cti/domain/sources/page-sources";

import type { Data } from "../data.ts";
import { walk } from "../walk.ts";
import { type LocalDeps, viewOf } from "./local-deps.ts";

export function localSources(deps: LocalDeps): Data["sources"] {
  return {
    list: async ({ active, failing, tag, tier }) => {
      const db = await deps.db();
      const view = { ...viewOf(deps), counts: await countArticles(db) };
      const filter = { enabled: active, failing, tag, tier };
      return walk(Infinity, async (page) =>
        sourceRoutes.listSources.response.parse(await pageSources(db, { ...filter, ...page }, view)),
      );
    },
    show: async (name) => {
      const db = await deps.db();
      const { id } = await findSource(db, name);
      return sourceRoutes.getSource.response.parse(await getSource(db, id, viewOf(deps)));
    },
    exportOpml: async () => exportOpml(await deps.db(), deps.now()),
  };
}
