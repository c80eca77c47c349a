import type { Db } from "@cti/db/client";

import { pageOf, readCursor, writeCursor } from "../paging/cursor.ts";
import { type KnowledgeLine, listKnowledge } from "./list-knowledge.ts";

const sort = "name";

/** What was loaded, by kind and name. */
export async function pageKnowledge(
  db: Db,
  { limit, cursor }: { limit: number; cursor: string | null },
): Promise<{ items: KnowledgeLine[]; next_cursor: string | null }> {
  const after = readCursor(cursor, sort, "text");
  const rows = (await listKnowledge(db))
    .filter(
      ({ kind, name }) =>
        after === null || kind > after.key || (kind === after.key && name > String(after.id)),
    )
    .sort((one, other) =>
      one.kind === other.kind ? compare(one.name, other.name) : compare(one.kind, other.kind),
    );
  return pageOf(rows.slice(0, limit + 1), limit, ({ kind, name }) => writeCursor(sort, kind, name));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
