import { articleRoutes } from "@cti/contract/routes/articles";
import { rankRoutes } from "@cti/contract/routes/ranks";
import { meaningRoutes } from "@cti/contract/routes/meaning";
import { searchRoutes } from "@cti/contract/routes/search";
import { diffVersions } from "@cti/domain/articles/diff-versions";
import { exportArticles } from "@cti/domain/articles/export-articles";
import { showArticle } from "@cti/domain/articles/find-articles";
import { pageArticles } from "@cti/domain/articles/page-articles";
import { readSearch } from "@cti/domain/articles/read-search";
import { restoreArticle } from "@cti/domain/articles/restore-article";
import { showVersion } from "@cti/domain/articles/versions";
import { searchByMeaning } from "@cti/domain/embeddings/search-by-meaning";
import { findSimilarArticles } from "@cti/domain/embeddings/similar-articles";
import { explainRank } from "@cti/domain/rank/explain-rank";
import { findSource } from "@cti/domain/sources/find";
import { markSubjects } from "@cti/domain/triage/mark";
import type { Db } from "@cti/db/client";
import type { TriageState } from "@cti/db/schema/triage";

import type { Data } from "../data.ts";
import { walk } from "../walk.ts";
import type { LocalDeps } from "./local-deps.ts";

/** Everything goes through the schema of its route, so that it is the API's to the last byte. */
export function localArticles({ db: open, models, actor, now }: LocalDeps): Data["articles"] {
  return {
    list: async ({ order: sort, source, ...filter }, limit) => {
      const db = await open();
      const slug = source === null ? null : (await findSource(db, source)).slug;
      return walk(limit, async (page) =>
        articleRoutes.listArticles.response.parse(
          await pageArticles(db, { ...filter, source: slug }, { ...page, sort }),
        ),
      );
    },
    search: async (query, { order: sort, limit }) => {
      const search = readSearch(query, now());
      const db = await open();
      const response = searchRoutes.search.response.omit({ direct: true });
      return walk(limit, async (page) =>
        response.parse(await pageArticles(db, { search }, { ...page, sort })),
      );
    },
    show: async (id) => articleRoutes.getArticle.response.parse(await showArticle(await open(), id)),
    version: async (id, version) =>
      articleRoutes.getArticleVersion.response.parse(await showVersion(await open(), id, version)),
    diff: async (id, versions) =>
      articleRoutes.diffArticle.response.parse(await diffVersions(await open(), null, { id, ...versions })),
    restore: async (id) => restoreArticle(await open(), id, now()),
    mark: async (ids, { state, starred }) => {
      const mark = { state: state as TriageState | null, starred, actor };
      await markSubjects(await open(), { subject: "article", ids }, mark, now());
    },
    export: async function* ({ since, source }) {
      const db = await open();
      const sourceId = source === null ? null : (await findSource(db, source)).id;
      yield* exportArticles(db, { since, sourceId });
    },
    similar: async (articleId, limit) =>
      meaningRoutes.listSimilarArticles.response.parse(
        await findSimilarArticles(await open(), await models(), { articleId, limit }),
      ),
    meaning: async (text, limit) => {
      const db = await open();
      const deps = { models: await models(), read: <T>(work: (db: Db) => Promise<T>) => work(db) };
      const near = await searchByMeaning(deps, { text, limit }, new AbortController().signal);
      return meaningRoutes.searchByMeaning.response.parse(near);
    },
  };
}

export function localRanks({ db: open }: LocalDeps): Data["ranks"] {
  return {
    explain: async (subject, id) =>
      rankRoutes.explainStoryRank.response.parse(await explainRank(await open(), { subject, id })),
  };
}
