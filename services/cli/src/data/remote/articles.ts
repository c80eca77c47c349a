import type { Client } from "@cti/contract/client";
import type { ExportedArticle } from "@cti/domain/articles/export-articles";

import { exitCodes, Exit } from "../../exit.ts";
import type { Data } from "../data.ts";
import { walk } from "../walk.ts";
import { pageOf, timeOf } from "./asked.ts";
import { readRows } from "./read-rows.ts";
import { slugOf } from "./sources.ts";

/** Ids of one request. */
const mostMarked = 1_000;

type State = "new" | "read" | "kept" | "dismissed" | "snoozed";

export function remoteArticles(client: Client): Data["articles"] {
  return {
    list: async ({ order: sort, source, tag, language, since, rejected, incomplete }, limit) => {
      const filter = {
        source: await slugOf(client, source),
        tag: tag ?? undefined,
        language: language ?? undefined,
        since: timeOf(since),
        rejected: rejected || undefined,
        incomplete: incomplete || undefined,
      };
      return walk(limit, (page) => client.listArticles({ query: { ...filter, ...pageOf(page), sort } }));
    },
    search: (q, { order: sort, limit }) =>
      walk(limit, (page) => client.search({ query: { q, ...pageOf(page), sort } })),
    show: (id) => client.getArticle({ params: { id } }),
    version: (id, version) => client.getArticleVersion({ params: { id, version } }),
    diff: (id, { from, to }) =>
      client.diffArticle({ params: { id }, query: { from: from ?? undefined, to: to ?? undefined } }),
    restore: (id) => client.restoreArticle({ params: { id } }),
    mark: (ids, { state, starred }) => markAll(client, ids, { state, starred }),
    export: async function* ({ since, source }) {
      const query = { format: "ndjson", since: timeOf(since), source: await slugOf(client, source) };
      yield* readRows<ExportedArticle>(client.exportArticles({ query }));
    },
    similar: (id, limit) => client.listSimilarArticles({ params: { id }, query: { limit } }),
    meaning: (q, limit) => client.searchByMeaning({ query: { q, limit } }),
  };
}

async function markAll(
  client: Client,
  ids: number[],
  { state, starred }: { state: string | null; starred: boolean | null },
): Promise<void> {
  const action = {
    ...(state !== null && { state: state as State }),
    ...(starred !== null && { starred }),
  };
  // All of it or nothing, as in the database.
  for (const dry_run of [true, false])
    for (let at = 0; at < ids.length; at += mostMarked) {
      const some = ids.slice(at, at + mostMarked);
      const { results } = await client.bulkTriage({
        body: { subject: "article", ids: some, action, dry_run },
      });
      const missing = results.find(({ outcome }) => outcome === "not_found");
      if (missing) throw new Exit(exitCodes.failed, `There is no article ${missing.id}`);
    }
}

export function remoteRanks(client: Client): Data["ranks"] {
  return {
    explain: (subject, id) =>
      subject === "article"
        ? client.explainArticleRank({ params: { id } })
        : client.explainStoryRank({ params: { id } }),
  };
}
