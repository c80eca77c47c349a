import { storyRoutes } from "@cti/contract/routes/stories";
import { meaningRoutes } from "@cti/contract/routes/meaning";
import { dismissMergeProposal, restoreMergeProposal } from "@cti/domain/embeddings/dismiss-merge-proposal";
import { listMergeProposals } from "@cti/domain/embeddings/list-merge-proposals";
import { findSource } from "@cti/domain/sources/find";
import { announceMerged } from "@cti/domain/stories/announce";
import { explainMembership } from "@cti/domain/stories/explain-membership";
import { everyStory, listStories } from "@cti/domain/stories/list-stories";
import { type Hand, mergeStories } from "@cti/domain/stories/merge-stories";
import { pinStory } from "@cti/domain/stories/pin-story";
import { showStory } from "@cti/domain/stories/show-story";
import { splitStory } from "@cti/domain/stories/split-story";
import { undoChange } from "@cti/domain/stories/undo-change";

import type { Data } from "../data.ts";
import { walk } from "../walk.ts";
import type { LocalDeps } from "./local-deps.ts";

export function localStories({ db: open, actor, now }: LocalDeps): Data["stories"] {
  const handOf = (reason: string): Hand => ({ by: "analyst", actor, reason, now: now() });
  return {
    list: async ({ since, source, minArticles, order: sort }, limit) => {
      const db = await open();
      const slug = source === null ? null : (await findSource(db, source)).slug;
      const filter = { ...everyStory, since, source: slug, minArticles };
      const at = now();
      return walk(limit, async (page) =>
        storyRoutes.listStories.response.parse(await listStories(db, filter, { ...page, sort, now: at })),
      );
    },
    show: async (id) => storyRoutes.getStory.response.parse(await showStory(await open(), id)),
    why: async (storyId, articleId) =>
      storyRoutes.explainMembership.response.parse(
        await explainMembership(await open(), { storyId, articleId }),
      ),
    merge: async (into, from, reason) => {
      const db = await open();
      const merged = await mergeStories(db, { into, from }, handOf(reason));
      await announceMerged(db, [merged]);
      return { change_id: merged.changeId, moved: merged.moved };
    },
    split: async (storyId, articleIds, reason) => {
      const { changeId, into, moved } = await splitStory(
        await open(),
        { storyId, articleIds },
        handOf(reason),
      );
      return { change_id: changeId, into, moved };
    },
    undo: async (changeId) => undoChange(await open(), changeId, now()),
    pin: async (id, pinned) => pinStory(await open(), id, pinned),
    proposals: async (id) => {
      const items = await listMergeProposals(await open(), id);
      return meaningRoutes.listMergeProposals.response.parse({ items }).items;
    },
    dismiss: async (storyId, otherId) =>
      dismissMergeProposal(await open(), { storyId, otherId }, { actor, now: now() }),
    restoreProposal: async (storyId, otherId) => restoreMergeProposal(await open(), { storyId, otherId }),
  };
}
