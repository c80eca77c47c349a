import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

import { queryClient } from "../../api/query-client.ts";
import { useMe } from "../../api/session.ts";
import { countNewer } from "../../kit/count-newer.ts";
import { plural } from "../../kit/number.ts";
import { listen, useLive } from "../../live/live.ts";
import { firstStoriesQuery, type Asked } from "./queries.ts";
import type { StoryList } from "./use-story-list.ts";

/** What the server told, and when. */
type Told = { at: number; actor: unknown; created: number; changed: number[] };

const most = 500;
let heard: readonly Told[] = [];
const watchers = new Set<() => void>();

// As long as the application stands: what happens while a story is read counts for the list that waits behind it.
listen(["story.created", "story.merged", "triage.changed"], ({ event, data }) => {
  const changed = event === "story.merged" ? mergedIds(data) : triagedIds(data);
  const created = event === "story.created" ? Number(data["count"]) || 0 : 0;
  heard = [...heard.slice(1 - most), { at: Date.now(), actor: data["actor"], created, changed }];
  for (const watcher of watchers) watcher();
});

/** What came or was changed by others since the list was read: it is put in only when somebody asks for it. */
export function useNewer(asked: Asked, { rows, known, readAt, old, loaded }: StoryList): string | null {
  const { username } = useMe().user;
  const told = useSyncExternalStore(watch, () => heard);
  const query = firstStoriesQuery(asked, readAt);
  const { data } = useQuery({ ...query, enabled: loaded && !old && readAt > 0 });
  useLive(["missed"], () => void queryClient.refetchQueries({ queryKey: query.queryKey, type: "active" }));
  if (old) return null;
  const since = told.filter(({ at, actor }) => at > readAt && actor !== username);
  const here = new Set(rows.map(({ id }) => id));
  // What has left the list since then needs no new look: such as what was merged here.
  const changed = new Set(since.flatMap((each) => each.changed).filter((id) => here.has(id)));
  const first = countNewer(data.items, known);
  const created = since.reduce((sum, each) => sum + each.created, 0);
  return wordsOf({ created: Math.max(created, first.count), more: first.more, changed: changed.size });
}

function watch(told: () => void): () => void {
  watchers.add(told);
  return () => void watchers.delete(told);
}

function mergedIds(data: Record<string, unknown>): number[] {
  const merges = Array.isArray(data["merges"]) ? (data["merges"] as { from: number }[]) : [];
  return merges.map(({ from }) => from);
}

function triagedIds(data: Record<string, unknown>): number[] {
  return data["subject"] === "story" && Array.isArray(data["ids"]) ? (data["ids"] as number[]) : [];
}

function wordsOf({
  created,
  more,
  changed,
}: {
  created: number;
  more: boolean;
  changed: number;
}): string | null {
  const words = [
    ...(created > 0 ? [`${more ? "at least " : ""}${plural(created, "new story", "new stories")}`] : []),
    ...(changed > 0 ? [`${plural(changed, "story", "stories")} changed by others`] : []),
  ];
  return words.length > 0 ? words.join(", ") : null;
}
