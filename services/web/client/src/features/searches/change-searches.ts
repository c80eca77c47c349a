import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { defanged } from "../../kit/remote.tsx";
import { errorText } from "../../kit/states.tsx";
import { offerUndo, say } from "../../shell/bar-store.ts";
import { searchesQuery, watchesQuery, type SavedSearch, type Watch } from "./queries.ts";

type NewSearch = Parameters<typeof api.createSavedSearch>[0]["body"];
type Change = Parameters<typeof api.changeSavedSearch>[0]["body"];

/** Throws what the server says, for the form. */
export async function createSearch(body: NewSearch): Promise<void> {
  const { id, name, revision } = await api.createSavedSearch({ body });
  again();
  offerUndo(`Saved the search ${name}`, async () => {
    await api.removeSavedSearch({ params: { id }, ifMatch: revision });
    again();
  });
}

/** Changes it unless somebody else did meanwhile. Throws what the server says, for the form. */
export async function changeSearch(search: SavedSearch, change: Change): Promise<void> {
  const { id, name, query, visibility } = search;
  const { revision } = await api.changeSavedSearch({
    params: { id },
    body: change,
    ifMatch: search.revision,
  });
  again();
  offerUndo(`Changed the search ${name}`, async () => {
    await api.changeSavedSearch({ params: { id }, body: { name, query, visibility }, ifMatch: revision });
    again();
  });
}

export async function removeSearch(search: SavedSearch): Promise<void> {
  const { id, revision, name, query, target, sort, visibility } = search;
  queryClient.setQueryData(searchesQuery.queryKey, (items) => items?.filter((item) => item.id !== id));
  try {
    await api.removeSavedSearch({ params: { id }, ifMatch: revision });
    again();
    const view = search.view as NonNullable<NewSearch["view"]>;
    offerUndo(`Removed the search ${name}`, async () => {
      await api.createSavedSearch({
        body: { name, query, target, sort: sort as Sort, visibility, view },
      });
      again();
    });
  } catch (error) {
    again();
    say(`${name}: ${errorText(error).title}`, "bad");
  }
}

type Sort = NonNullable<NewSearch["sort"]> | null;

function again(): void {
  void queryClient.invalidateQueries({ queryKey: searchesQuery.queryKey });
}

export type NewWatch = Parameters<typeof api.addWatch>[0]["body"];

/** Watches something, or gives what is watched another weight and note. Throws what the server says, for the form. */
export async function addWatch(body: NewWatch, before: Watch | undefined): Promise<void> {
  const { id, kind, value } = await api.addWatch({ body });
  watchesAgain();
  offerUndo(`${before ? "Changed the watch on" : "Watching"} ${defanged("", value)}`, async () => {
    if (before) await api.addWatch({ body: { kind, value, weight: before.weight, note: before.note } });
    else await api.removeWatch({ params: { id } });
    watchesAgain();
  });
}

export async function removeWatch({ id, kind, value, weight, note }: Watch): Promise<void> {
  queryClient.setQueryData(watchesQuery.queryKey, (items) => items?.filter((item) => item.id !== id));
  try {
    await api.removeWatch({ params: { id } });
    watchesAgain();
    offerUndo(`No longer watching ${defanged("", value)}`, async () => {
      await api.addWatch({ body: { kind, value, weight, note } });
      watchesAgain();
    });
  } catch (error) {
    watchesAgain();
    say(`${defanged("", value)}: ${errorText(error).title}`, "bad");
  }
}

/** Ranks follow with the next ranking; lists by watchlist change at once. */
function watchesAgain(): void {
  void queryClient.invalidateQueries({ queryKey: watchesQuery.queryKey });
}
