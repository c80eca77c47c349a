import type { Sql } from "postgres";

import type { FeedEvent } from "./concerns.ts";

const pageSize = 500;

type Row = Pick<FeedEvent, "event" | "topic" | "data"> & {
  id: string;
  tenant_id: string | null;
  user_id: string | null;
};

/** The next events after this one, in order; none when there is none yet. */
export async function readEvents(sql: Sql, after: number): Promise<FeedEvent[]> {
  const rows = await sql<Row[]>`
    select id, event, topic, tenant_id, user_id, data from events where id > ${after} order by id limit ${pageSize}`;
  return rows.map(({ id, event, topic, tenant_id, user_id, data }) => ({
    id: Number(id),
    event,
    topic,
    tenantId: tenant_id === null ? null : Number(tenant_id),
    userId: user_id === null ? null : Number(user_id),
    data,
  }));
}
