import type { meaningRoutes } from "@cti/contract/routes/meaning";
import { dismissMergeProposal, restoreMergeProposal } from "@cti/domain/embeddings/dismiss-merge-proposal";
import { listMergeProposals } from "@cti/domain/embeddings/list-merge-proposals";
import { searchByMeaning } from "@cti/domain/embeddings/search-by-meaning";
import { findSimilarArticles } from "@cti/domain/embeddings/similar-articles";
import { mayReshape } from "@cti/domain/stories/may-reshape";

import type { Handlers } from "../handler.ts";

export const meaningHandlers: Handlers<typeof meaningRoutes> = {
  listSimilarArticles: ({ params, query, inTenant }, { models }) =>
    inTenant((tx) => findSimilarArticles(tx, models, { articleId: params.id, limit: query.limit })),

  searchByMeaning: ({ query: { q, limit }, signal, inTenant }, { models }) =>
    searchByMeaning({ models, read: inTenant }, { text: q, limit }, signal),

  listMergeProposals: ({ params, inTenant }) =>
    inTenant(async (tx) => ({ items: await listMergeProposals(tx, params.id) })),

  dismissMergeProposal: ({ params, who, actor, now, inTenant, audit }) =>
    inTenant(async (tx) => {
      await mayReshape(tx, who);
      const pair = { storyId: params.id, otherId: params.other_id };
      await dismissMergeProposal(tx, pair, { actor, now });
      await audit(tx, "story.dismiss_merge", `story ${pair.storyId}`, { other: pair.otherId });
      return undefined;
    }),

  restoreMergeProposal: ({ params, who, inTenant, audit }) =>
    inTenant(async (tx) => {
      await mayReshape(tx, who);
      const pair = { storyId: params.id, otherId: params.other_id };
      await restoreMergeProposal(tx, pair);
      await audit(tx, "story.restore_merge", `story ${pair.storyId}`, { other: pair.otherId });
      return undefined;
    }),
};
