import type { storyRoutes } from "@cti/contract/routes/stories";
import type { Db } from "@cti/db/client";
import { listNotes } from "@cti/domain/notes/list-notes";
import { findSource } from "@cti/domain/sources/find";
import { announceMerged } from "@cti/domain/stories/announce";
import { explainMembership } from "@cti/domain/stories/explain-membership";
import { listStories, type StoryFilter } from "@cti/domain/stories/list-stories";
import { mayReshape } from "@cti/domain/stories/may-reshape";
import { type Hand, mergeStories } from "@cti/domain/stories/merge-stories";
import { pinStory } from "@cti/domain/stories/pin-story";
import { readStoryFacts } from "@cti/domain/stories/read-story-facts";
import { showStory } from "@cti/domain/stories/show-story";
import { splitStory } from "@cti/domain/stories/split-story";
import { undoChange } from "@cti/domain/stories/undo-change";
import { showTriage } from "@cti/domain/triage/show-triage";

import type { Call, Handlers } from "../handler.ts";

export const storyHandlers: Handlers<typeof storyRoutes> = {
  listStories: ({ query, inTenant, now }) =>
    inTenant(async (tx) => {
      const { sort, cursor = null, limit, expand } = query;
      const page = await listStories(tx, await toFilter(tx, query), { sort, cursor, limit, now });
      if (!expand?.includes("facts")) return page;
      const facts = await readStoryFacts(
        tx,
        page.items.map(({ id }) => id),
      );
      return { ...page, items: page.items.map((story) => ({ ...story, facts: facts.get(story.id) })) };
    }),

  getStory: ({ params, query, inTenant }) =>
    inTenant(async (tx) => {
      const story = await showStory(tx, params.id);
      const subject = { subject: "story", id: story.id } as const;
      const ofStory = { subject: "story", subjectId: story.id } as const;
      return {
        ...story,
        ...(query.expand?.includes("notes") && {
          notes: (await listNotes(tx, ofStory, { limit: 100 })).items,
        }),
        ...(query.expand?.includes("triage") && { triage: await showTriage(tx, subject) }),
      };
    }),

  explainMembership: ({ params, inTenant }) =>
    inTenant((tx) => explainMembership(tx, { storyId: params.id, articleId: params.article_id })),

  changeStory: ({ params, body, who, inTenant, audit }) =>
    inTenant(async (tx) => {
      await mayReshape(tx, who);
      const { wasPinned, ...story } = await pinStory(tx, params.id, body.pinned);
      const detail = { before: { pinned: wasPinned }, after: { pinned: story.pinned } };
      await audit(tx, "story.change", `story ${story.id}`, detail);
      return story;
    }),

  mergeStory: ({ params, body, who, inTenant, audit, ...call }) =>
    inTenant(async (tx) => {
      await mayReshape(tx, who);
      const into = "into" in body ? body.into : params.id;
      const others = "into" in body ? [params.id] : [...new Set(body.from)];
      const merges = [];
      for (const from of others)
        merges.push(await mergeStories(tx, { into, from }, handOf(call, body.reason ?? "merged by hand")));
      const changes = merges.map(({ changeId, ...merge }) => ({ change_id: changeId, ...merge }));
      for (const change of changes) await audit(tx, "story.merge", `story ${change.into}`, change);
      await announceMerged(tx, merges);
      return { id: changes[0]?.into ?? into, changes };
    }),

  splitStory: ({ params, body, who, inTenant, audit, ...call }) =>
    inTenant(async (tx) => {
      await mayReshape(tx, who);
      const { changeId, ...split } = await splitStory(
        tx,
        { storyId: params.id, articleIds: [...new Set(body.article_ids)] },
        handOf(call, body.reason ?? "split by hand"),
      );
      const change = { change_id: changeId, ...split };
      await audit(tx, "story.split", `story ${split.from}`, { ...change, articles: body.article_ids });
      return change;
    }),

  undoStoryChange: ({ params, who, inTenant, audit, now }) =>
    inTenant(async (tx) => {
      await mayReshape(tx, who);
      const undone = await undoChange(tx, params.id, now);
      await audit(tx, "story.undo", `story change ${params.id}`, undone);
      return undone;
    }),
};

type StoryQuery = Call<typeof storyRoutes.listStories>["query"];

async function toFilter(tx: Db, query: StoryQuery): Promise<StoryFilter> {
  const { since, until, q, state, min_score, min_articles, source, entity, pinned } = query;
  const { starred, assignee, tag, watched } = query;
  return {
    since: since ?? null,
    until: until ?? null,
    minArticles: min_articles ?? 1,
    matching: q ?? null,
    states: state ?? [],
    minScore: min_score ?? null,
    source: source === undefined ? null : (await findSource(tx, source)).slug,
    entityId: entity ?? null,
    pinned: pinned ?? null,
    starred: starred ?? null,
    assignee: assignee ?? null,
    tag: tag ?? null,
    watched: watched ?? false,
  };
}

function handOf({ actor, now }: Pick<Call, "actor" | "now">, reason: string): Hand {
  return { by: "analyst", actor, reason, now };
}
