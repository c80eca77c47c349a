import postgres, { type Options, type Sql } from "postgres";

/**
 * Seconds: PostgreSQL ends a session whose machine has gone silent after half a minute. By the system's own values it
 * would hold the locks of a machine without power for two hours.
 */
const keepAlive = { tcp_keepalives_idle: 15, tcp_keepalives_interval: 5, tcp_keepalives_count: 3 };

/**
 * One connection beside a pool, for locks that hang on a session; nothing else can end it. It opens anew when it was
 * lost, without its locks. `end` it when done.
 */
export function openSession(
  pool: Sql,
  name: string,
  options: Pick<Options<Record<string, never>>, "backoff" | "onclose"> = {},
): Sql {
  const { connection } = pool.options;
  return postgres({
    // The parsed options of a pool are what the driver itself opens its further connections with.
    ...(pool.options as unknown as Options<Record<string, never>>),
    max: 1,
    fetch_types: false,
    max_lifetime: null,
    ...options,
    connection: {
      ...connection,
      ...keepAlive,
      application_name: `${connection.application_name ?? "cti"} ${name}`,
    },
  });
}
