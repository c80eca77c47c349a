import { queryOptions, type InfiniteData } from "@tanstack/react-query";

import { queryClient } from "../api/query-client.ts";

/**
 * How a list is kept that people work through: as it was read, until they ask for it anew. Whoever opens a row and comes
 * back finds it again, also after a long read.
 */
export const heldList = {
  staleTime: Infinity,
  gcTime: 30 * 60_000,
  refetchOnMount: false,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
} as const;

type Page<Row> = { items: Row[]; readAt?: number };
type Pages<Row> = InfiniteData<Page<Row>>;

/** The options of whatever list. */
type AnyList = Parameters<typeof queryClient.infiniteQuery>[0];

/** A page of a list with the time at which its reading began: what is told from then on may not be in it. */
export async function dated<Answer>(reading: Promise<Answer>): Promise<Answer & { readAt: number }> {
  const readAt = Date.now();
  return { ...(await reading), readAt };
}

/** When a list was read from its top. */
export function readAtOf(pages: Pages<unknown> | undefined): number {
  return pages?.pages[0]?.readAt ?? 0;
}

/** Reads lists from their top: of what was scrolled through nothing is asked for a second time. */
export async function readFromTop(queryKey: readonly unknown[]): Promise<void> {
  dropHidden(queryKey);
  await queryClient.cancelQueries({ queryKey });
  const shown = queryClient.getQueryCache().findAll({ queryKey, type: "active" });
  const reading = shown.map(({ options, queryKey: key }) =>
    queryClient.infiniteQuery({ ...options, queryKey: key, pages: 1, staleTime: 0 } as AnyList),
  );
  // What did not arrive leaves the list as it was.
  await Promise.allSettled(reading);
}

/** Forgets lists that are not on the screen: another filter is a new question. */
export function dropHidden(queryKey: readonly unknown[]): void {
  queryClient.removeQueries({ queryKey, type: "inactive" });
}

/**
 * The first page of a held list as it is now: asked when somebody comes back to the list. Rows that the list has are
 * brought up to date where they stand; `keep` says what of the held one stays, such as a mark on its way to the server.
 */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what the query infers
export function firstPageQuery<Row extends { id: number }>({
  key,
  list,
  readAt,
  read,
  keep = (fresh) => fresh,
}: {
  key: readonly unknown[];
  /** The key of the list itself. */
  list: readonly unknown[];
  readAt: number;
  read: (signal: AbortSignal) => Promise<{ items: Row[] }>;
  keep?: (fresh: Row, held: Row) => Row;
}) {
  return queryOptions({
    queryKey: [...key, readAt],
    queryFn: async ({ signal }): Promise<{ items: Row[] }> => {
      const { items } = await read(signal);
      const now = new Map(items.map((row) => [row.id, row]));
      queryClient.setQueryData<Pages<Row>>(
        list,
        (held) =>
          held && {
            ...held,
            pages: held.pages.map((page) => ({
              ...page,
              items: page.items.map((row) => {
                const fresh = now.get(row.id);
                return fresh ? keep(fresh, row) : row;
              }),
            })),
          },
      );
      return { items };
    },
    initialData: { items: [] as Row[] },
    initialDataUpdatedAt: readAt,
    staleTime: 15_000,
    gcTime: heldList.gcTime,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}
