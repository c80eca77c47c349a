import type { articleRoutes } from "@cti/contract/routes/articles";
import type { ArticleFilter } from "@cti/domain/articles/article-conditions";
import { articleMarkdown } from "@cti/domain/articles/article-markdown";
import { diffVersions } from "@cti/domain/articles/diff-versions";
import { exportCondition, exportPages, readExportPage } from "@cti/domain/articles/export-articles";
import { showArticle } from "@cti/domain/articles/find-articles";
import { pageArticles } from "@cti/domain/articles/page-articles";
import { readSearch } from "@cti/domain/articles/read-search";
import { restoreArticle } from "@cti/domain/articles/restore-article";
import { listVersions, showVersion } from "@cti/domain/articles/versions";
import { listArticleMentions } from "@cti/domain/entities/list-article-mentions";
import { listNotes } from "@cti/domain/notes/list-notes";
import { mayReshape } from "@cti/domain/stories/may-reshape";
import { showTriage } from "@cti/domain/triage/show-triage";

import type { Call, Handlers } from "../handler.ts";
import { articleFormats, writeArticles } from "./write-articles.ts";

export const articleHandlers: Handlers<typeof articleRoutes> = {
  listArticles: ({ query, now, actor, inTenant }) =>
    inTenant((tx) => {
      const { sort, limit, cursor = null, count = null } = query;
      return pageArticles(tx, toFilter(query, { now, actor }), { sort, limit, cursor, count });
    }),

  getArticle: ({ params: { id }, query, inTenant }) =>
    inTenant(async (tx) => {
      const found = await showArticle(tx, id);
      const has = (part: "mentions" | "notes" | "triage"): boolean => query.expand?.includes(part) ?? false;
      const all = { types: [], statuses: [] };
      const ofArticle = { subject: "article", subjectId: id } as const;
      return {
        ...found,
        ...(has("mentions") && {
          mentions: (await listArticleMentions(tx, id, all, { cursor: null, limit: 500 })).items,
        }),
        ...(has("notes") && { notes: (await listNotes(tx, ofArticle, { limit: 100 })).items }),
        ...(has("triage") && { triage: await showTriage(tx, { subject: "article", id }) }),
      };
    }),

  listArticleVersions: ({ params, query: { limit, cursor = null }, inTenant }) =>
    inTenant((tx) => listVersions(tx, params.id, { limit, cursor })),

  getArticleVersion: ({ params, inTenant }) => inTenant((tx) => showVersion(tx, params.id, params.version)),

  diffArticle: ({ params, query: { from = null, to = null }, inTenant }) =>
    inTenant((tx) => diffVersions(tx, null, { id: params.id, from, to })),

  getArticleMarkdown: async ({ params, inTenant }) => {
    const found = await inTenant((tx) => showArticle(tx, params.id));
    return { type: "text/markdown", filename: `article-${params.id}.md`, body: articleMarkdown(found) };
  },

  restoreArticle: ({ params, who, now, inTenant, audit }) =>
    inTenant(async (tx) => {
      await mayReshape(tx, who);
      const restored = await restoreArticle(tx, params.id, now);
      const detail = { before: { rejected_reason: restored.reason }, after: { rejected_reason: null } };
      await audit(tx, "article.restore", `article ${params.id}`, detail);
      return restored;
    }),

  exportArticles: async ({ query, now, actor, inTenant, audit }) => {
    const { format, ...filter } = query;
    const condition = await inTenant(async (tx) => {
      const wanted = await exportCondition(tx, toFilter(query, { now, actor }));
      await audit(tx, "export.articles", "articles", { format, filter });
      return wanted;
    });
    // Each page is a transaction of its own: a slow client holds none open.
    const rows = exportPages((after) => inTenant((tx) => readExportPage(tx, condition, after)));
    const { type, ending } = articleFormats[format];
    const filename = `articles-${now.toISOString().slice(0, 10)}.${ending}`;
    return { type, filename, body: writeArticles(rows, format) };
  },
};

type Filters = Call<(typeof articleRoutes)["exportArticles"]>["query"];

/** The domain's filter for what a request asks for. Throws BadSearch. */
function toFilter(
  query: Omit<Filters, "format">,
  { now, actor }: { now: Date; actor: string },
): ArticleFilter {
  const { q, rejected, incomplete, ...rest } = query;
  return {
    source: rest.source ?? null,
    tag: rest.tag ?? null,
    language: rest.language ?? null,
    since: rest.since ?? null,
    until: rest.until ?? null,
    state: rest.state ?? null,
    rejected: rejected ?? false,
    incomplete: incomplete ?? false,
    search: q === undefined ? null : readSearch(q, now, actor),
  };
}
