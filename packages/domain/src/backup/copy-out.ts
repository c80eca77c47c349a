import { once } from "node:events";
import type { Readable } from "node:stream";

import { openSession } from "@cti/db/open-session";
import type { Sql, TransactionSql } from "postgres";

import { quoted, quotedList, type TableShape } from "./list-tables.ts";

/** Reads tables in a transaction; made once for all of its tables. */
export type CopyOut = (table: TableShape) => AsyncGenerator<Buffer>;

/**
 * The rows of a table as text, which any version of PostgreSQL reads. Whoever stops in the middle leaves the
 * transaction unusable. `sql` is the pool that the transaction belongs to.
 */
export async function openCopyOut(sql: Sql, tx: TransactionSql): Promise<CopyOut> {
  const [own] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return async function* (table) {
    const copy = tx.unsafe(`copy ${quoted(table.name)} (${quotedList(table.columns)}) to stdout`);
    const stream: Readable = await copy.readable();
    let isAtEnd = false;
    try {
      for await (const chunk of stream.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
      isAtEnd = true;
    } finally {
      // What nobody takes would block the connection for good.
      if (!isAtEnd) await Promise.all([cancel(sql, own?.pid ?? 0), drain(stream)]);
      // The driver pauses its socket when rows come faster than they are taken, and at their end forgets to go on.
      stream._read(0);
    }
  };
}

async function cancel(sql: Sql, pid: number): Promise<void> {
  const session = openSession(sql, "cancel");
  try {
    await session`set role none`;
    await session`select pg_cancel_backend(${pid})`;
  } catch {
    // Then the rest of the table is read for nothing.
  } finally {
    await session.end({ timeout: 1 });
  }
}

async function drain(stream: Readable): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return;
  stream.resume();
  await once(stream, "close").catch(() => undefined);
}
