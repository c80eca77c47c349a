import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, type Item } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { errorText } from "../../kit/states.tsx";
import { offerUndo, say } from "../../shell/bar-store.ts";
import type { Entity } from "./queries.ts";

type Watch = Item<"listWatches">;
type Kind = Watch["kind"];

const ownKinds: readonly string[] = ["sector", "product", "vendor", "country"] satisfies Kind[];

const watchesQuery = queryOptions({
  queryKey: ["watchlists", "all"],
  queryFn: async ({ signal }) => {
    const all: Watch[] = [];
    let cursor: string | undefined;
    // A tenant has at most 1,000.
    do {
      const { items, next_cursor }: { items: Watch[]; next_cursor: string | null } = await api.listWatches({
        query: { limit: 200, ...(cursor && { cursor }) },
        signal,
      });
      all.push(...items);
      cursor = next_cursor ?? undefined;
    } while (cursor);
    return all;
  },
  staleTime: 60_000,
});

/** Whether the tenant watches an entity, and how that is changed; null where it cannot be watched, or not yet known. */
export function useWatch({
  type,
  value,
}: Pick<Entity, "type" | "value">): { watched: boolean; toggle: () => Promise<void> } | null {
  const { data } = useQuery(watchesQuery);
  if (!data || value.length > 200) return null;
  const kind = (ownKinds.includes(type) ? type : "entity") as Kind;
  const watch = data.find((each) => each.kind === kind && each.value.toLowerCase() === value.toLowerCase());
  const toggle = async (): Promise<void> => {
    try {
      if (watch) await stop(watch);
      else await start({ kind, value });
    } catch (error) {
      say(errorText(error).title, "bad");
    }
  };
  return { watched: watch !== undefined, toggle };
}

async function start({ kind, value }: Pick<Watch, "kind" | "value">): Promise<void> {
  const watch = await api.addWatch({ body: { kind, value } });
  refresh();
  offerUndo(`Watching ${value}`, async () => {
    await api.removeWatch({ params: { id: watch.id } });
    refresh();
  });
}

async function stop({ id, kind, value, weight, note }: Watch): Promise<void> {
  await api.removeWatch({ params: { id } });
  refresh();
  offerUndo(`No longer watching ${value}`, async () => {
    await api.addWatch({ body: { kind, value, weight, note } });
    refresh();
  });
}

function refresh(): void {
  void queryClient.invalidateQueries({ queryKey: ["watchlists"] });
}
