import type { Db } from "./client.ts";

/**
 * Rows as lists of values in the order of the columns: times as text, numbers of 64 bits as text. For what is asked so
 * often that writing its text and mapping its rows by name anew would take longer than its answer.
 */
export async function readRows(db: Db, text: string, params: unknown[]): Promise<unknown[][]> {
  const asIs = (rows: unknown[][]): unknown[][] => rows;
  const query = { sql: text, params };
  return db._.session
    .prepareQuery<{ execute: unknown[][]; all: unknown; values: unknown }>(
      query,
      undefined,
      undefined,
      true,
      asIs,
    )
    .execute();
}
