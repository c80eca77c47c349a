import { benignRoutes } from "@cti/contract/routes/benign";
import { entityLine, entityRoutes } from "@cti/contract/routes/entities";
import { watchlistRoutes } from "@cti/contract/routes/watchlists";
import type { Db } from "@cti/db/client";
import type { WatchKind } from "@cti/db/schema/watchlists";
import { addBenign, listBenign, removeBenign } from "@cti/domain/entities/benign";
import { type Entity, findEntity } from "@cti/domain/entities/find-entity";
import { judgeEntity, unjudgeEntity } from "@cti/domain/entities/judge";
import { listEntities, listEntitiesAfter } from "@cti/domain/entities/list-entities";
import { lookUp } from "@cti/domain/entities/look-up";
import { showEntity } from "@cti/domain/entities/show-entity";
import { findSource } from "@cti/domain/sources/find";
import { findStory } from "@cti/domain/stories/lock-stories";
import { addWatch, listWatches, removeWatch, toWatchLine } from "@cti/domain/watchlists/watchlists";

import type { Data, EntityFilter, EntityName } from "../data.ts";
import { walk } from "../walk.ts";
import type { LocalDeps } from "./local-deps.ts";

export function localEntities({ db: open, actor, now }: LocalDeps): Data["entities"] {
  const find = (db: Db, { given, types }: EntityName): Promise<Entity> => findEntity(db, given, types);
  return {
    list: async (asked, limit) => {
      const db = await open();
      const filter = await resolve(db, asked);
      return walk(limit, async (page) =>
        entityRoutes.listEntities.response.parse(
          await listEntities(db, filter, { ...page, sort: "mentioned_in" }),
        ),
      );
    },
    show: async (name, limit) => {
      const db = await open();
      return entityRoutes.getEntity.response.parse(await showEntity(db, await find(db, name), limit));
    },
    lookUp: async (values) =>
      entityRoutes.lookUpEntities.response.parse({ items: await lookUp(await open(), values) }).items,
    export: async function* (asked) {
      const db = await open();
      const filter = await resolve(db, asked);
      for (let afterId: number | null = 0; afterId !== null;) {
        const page: Awaited<ReturnType<typeof listEntitiesAfter>> = await listEntitiesAfter(db, filter, {
          afterId,
          limit: 1_000,
        });
        for (const row of page.items) yield entityLine.parse(row);
        afterId = page.lastId;
      }
    },
    judge: async (name, verdict) => {
      const db = await open();
      const entity = await find(db, name);
      await judgeEntity(db, entity, { ...verdict, actor }, now());
      return entity;
    },
    unjudge: async (name, articleId) => {
      const db = await open();
      const entity = await find(db, name);
      const before = await unjudgeEntity(db, entity, articleId);
      return { value: entity.value, isForgotten: before !== null };
    },
  };
}

/** The source by whatever it was called, the story by where it was merged to. */
async function resolve(db: Db, filter: EntityFilter): Promise<EntityFilter> {
  const source = filter.source === null ? null : (await findSource(db, filter.source)).slug;
  const story = filter.story === null ? null : (await findStory(db, filter.story)).id;
  return { ...filter, source, story };
}

export function localBenign({ db: open, actor, now }: LocalDeps): Data["benign"] {
  return {
    list: async () => {
      const items = await listBenign(await open());
      return benignRoutes.listBenign.response.parse({ items, next_cursor: null }).items;
    },
    add: async ({ source, ...entry }) => {
      const db = await open();
      const sourceId = source === null ? null : (await findSource(db, source)).id;
      return addBenign(db, { ...entry, sourceId, actor }, now());
    },
    remove: async (id) => {
      const { value, entities, articles } = await removeBenign(await open(), id);
      return { value, covered: { entities, articles } };
    },
  };
}

export function localWatches({ db: open, now }: LocalDeps): Data["watches"] {
  return {
    list: async () => {
      const db = await open();
      return walk(1_000, async (page) => {
        const { items, next_cursor } = await listWatches(db, page);
        return watchlistRoutes.listWatches.response.parse({ items: items.map(toWatchLine), next_cursor });
      });
    },
    add: async ({ kind, ...watch }) =>
      (await addWatch(await open(), { ...watch, kind: kind as WatchKind }, now())).watch,
    remove: async (id) => removeWatch(await open(), id),
  };
}
