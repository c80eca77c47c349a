import type { Client } from "@cti/contract/client";

import type { Data } from "../data.ts";
import { walk } from "../walk.ts";
import { pageOf, timeOf } from "./asked.ts";
import { slugOf } from "./sources.ts";

export function remoteStories(client: Client): Data["stories"] {
  return {
    list: async ({ since, source, minArticles, order: sort }, limit) => {
      const filter = {
        since: timeOf(since),
        source: await slugOf(client, source),
        min_articles: minArticles,
      };
      return walk(limit, (page) => client.listStories({ query: { ...filter, ...pageOf(page), sort } }));
    },
    show: (id) => client.getStory({ params: { id } }),
    why: (id, article_id) => client.explainMembership({ params: { id, article_id } }),
    merge: async (into, from, reason) => {
      const { changes } = await client.mergeStory({ params: { id: into }, body: { from: [from], reason } });
      const [change] = changes;
      if (!change) throw new Error("The server merged nothing.");
      return change;
    },
    split: (id, article_ids, reason) => client.splitStory({ params: { id }, body: { article_ids, reason } }),
    undo: (id) => client.undoStoryChange({ params: { id } }),
    pin: (id, pinned) => client.changeStory({ params: { id }, body: { pinned } }),
    proposals: async (id) => (await client.listMergeProposals({ params: { id } })).items,
    dismiss: (id, other_id) => client.dismissMergeProposal({ params: { id, other_id } }),
    restoreProposal: (id, other_id) => client.restoreMergeProposal({ params: { id, other_id } }),
  };
}
