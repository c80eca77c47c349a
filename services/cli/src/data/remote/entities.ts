import { ApiProblem, type Client } from "@cti/contract/client";

import type { Data, Entity, EntityFilter, EntityName, ExportedIndicator } from "../data.ts";
import { walk } from "../walk.ts";
import { pageOf, timeOf, wordsOf } from "./asked.ts";
import { readRows } from "./read-rows.ts";
import { slugOf } from "./sources.ts";

/** Of the mentions that come with an entity. */
const mostMentions = 100;
/** Long values must fit into one request. */
const lookedUpAtOnce = 250;

export function remoteEntities(client: Client): Data["entities"] {
  const find = ({ given, types }: EntityName, mentions: number): Promise<Entity> =>
    client.findEntity({ query: { name: given, type: wordsOf(types), mentions } });
  return {
    list: async (filter, limit) => {
      const query = await queryOf(client, filter);
      return walk(limit, (page) =>
        client.listEntities({ query: { ...query, ...pageOf(page), sort: "mentioned_in" } }),
      );
    },
    show: async (name, limit) => {
      if (limit <= mostMentions) return find(name, limit);
      const entity = await find(name, 0);
      const params = { id: entity.id };
      const mentions = await walk(limit, (page) =>
        client.listEntityMentions({ params, query: pageOf(page) }),
      );
      return { ...entity, mentions };
    },
    lookUp: async (values) => {
      const items: Awaited<ReturnType<Client["lookUpEntities"]>>["items"] = [];
      for (let from = 0; from < values.length; from += lookedUpAtOnce) {
        const body = { values: values.slice(from, from + lookedUpAtOnce) };
        items.push(...(await client.lookUpEntities({ body })).items);
      }
      return items;
    },
    export: async function* (filter) {
      const query = { ...(await queryOf(client, filter)), format: "ndjson" };
      yield* readRows<ExportedIndicator>(client.exportIndicators({ query }));
    },
    judge: async (name, { articleId, ...body }) => {
      const entity = await find(name, 0);
      const { id } = entity;
      if (articleId === null) await client.judgeEntity({ params: { id }, body });
      else await client.judgeMention({ params: { id: articleId, entity_id: id }, body });
      return entity;
    },
    unjudge: async (name, articleId) => {
      const { id, value } = await find(name, 0);
      const forget = async (): Promise<undefined> =>
        articleId === null
          ? client.unjudgeEntity({ params: { id } })
          : client.unjudgeMention({ params: { id: articleId, entity_id: id } });
      return { value, isForgotten: await wasThere(forget) };
    },
  };
}

/** Whether there was something to take away. */
async function wasThere(remove: () => Promise<undefined>): Promise<boolean> {
  try {
    await remove();
    return true;
  } catch (error) {
    if (error instanceof ApiProblem && error.code === "not_found") return false;
    throw error;
  }
}

type EntityQuery = {
  type: readonly string[] | undefined;
  status: readonly string[] | undefined;
  since: string | undefined;
  source: string | undefined;
  role: readonly string[] | undefined;
  min_confidence: number | undefined;
  matching: string | undefined;
  story: number | undefined;
};

async function queryOf(client: Client, filter: EntityFilter): Promise<EntityQuery> {
  const { types, statuses, since, source, roles, minConfidence, matching, story } = filter;
  return {
    type: wordsOf(types),
    status: wordsOf(statuses),
    since: timeOf(since),
    source: await slugOf(client, source),
    role: wordsOf(roles),
    min_confidence: minConfidence ?? undefined,
    matching: matching ?? undefined,
    story: story ?? undefined,
  };
}

export function remoteBenign(client: Client): Data["benign"] {
  const list: Data["benign"]["list"] = () =>
    walk(Infinity, (page) => client.listBenign({ query: pageOf(page) }));
  return {
    list,
    add: ({ match, type, ...entry }) =>
      client.addBenign({ body: { ...entry, match: match as "exact", type: type as "domain" | null } }),
    remove: async (id) => {
      const entry = (await list()).find((each) => each.id === id);
      await client.removeBenign({ params: { id } });
      return { value: entry?.value ?? `Entry ${id}`, covered: null };
    },
  };
}

export function remoteWatches(client: Client): Data["watches"] {
  const list: Data["watches"]["list"] = () =>
    walk(Infinity, (page) => client.listWatches({ query: pageOf(page) }));
  return {
    list,
    add: ({ kind, ...watch }) => client.addWatch({ body: { ...watch, kind: kind as "term" } }),
    remove: async (id) => {
      const watch = (await list()).find((each) => each.id === id);
      await client.removeWatch({ params: { id } });
      return watch ?? { kind: "watch", value: String(id) };
    },
  };
}
