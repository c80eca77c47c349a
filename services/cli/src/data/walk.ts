export type Page = { limit: number; cursor: string | null };

/** The most rows that the API gives at a time. */
const mostRows = 200;

/** The first `limit` rows of a list, page by page. The database is read in the same pages as a server, so that both find the same. */
export async function walk<Row>(
  limit: number,
  read: (page: Page) => Promise<{ items: Row[]; next_cursor: string | null }>,
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const page = await read({ limit: Math.min(mostRows, limit - rows.length), cursor });
    for (const row of page.items) rows.push(row);
    cursor = page.next_cursor;
  } while (cursor !== null && rows.length < limit);
  return rows;
}
