import { appRole, type Client, openClient } from "./client.ts";
import { joinEmbeddedServer } from "./embedded/server.ts";
import { migrateDatabase } from "./migrate.ts";

export type Database = Client & {
  url: string;
  /** Folder of the embedded server, or null when the server is somebody else's. */
  folder: string | null;
  /** Connections have the rights of `appRole`; false where the server has no such role for this login. */
  isRestricted: boolean;
};

/**
 * Opens the database: the given server, or the embedded one in `dataDir`, whose schema is brought up to date.
 * Connections take on the role that row-level security holds for. `close` leaves the embedded server; the last process to leave stops it.
 */
export async function openDatabase(options: {
  url: string | null;
  dataDir: string;
  poolSize: number;
  name: string;
  migrate?: boolean;
  /** See `openClient`. */
  tenant?: number | null;
  /** As the login, even where there is the role: for what looks after the schema. */
  asOwner?: boolean;
}): Promise<Database> {
  const server = options.url ? null : await joinEmbeddedServer(options.dataDir);
  const url = options.url ?? server?.url ?? "";
  let isRestricted: boolean;
  try {
    if (options.url) await probe(options.url);
    if (options.migrate ?? server !== null) await migrateDatabase(url);
    isRestricted = !options.asOwner && (await hasAppRole(url));
  } catch (error) {
    await server?.leave();
    throw error;
  }
  const { poolSize, name, tenant = null } = options;
  const client = openClient(url, { poolSize, name, tenant, role: isRestricted ? appRole : null });
  return {
    ...client,
    url,
    folder: server?.folder ?? null,
    isRestricted,
    close: async () => {
      await client.close();
      await server?.leave();
    },
  };
}

/** Whether the schema is one with the role, and this login may take it on. */
async function hasAppRole(url: string): Promise<boolean> {
  const client = openClient(url, { poolSize: 1, name: "cti role" });
  try {
    const [row] = await client.sql`
      select case when to_regprocedure('current_tenant()') is null then false
        else coalesce((select pg_has_role(current_user, oid, 'SET') from pg_roles where rolname = ${appRole}), false)
        end as yes`;
    return row?.["yes"] === true;
  } finally {
    await client.close();
  }
}

/** A server that takes the connection but is no PostgreSQL would be waited for without end. */
async function probe(url: string): Promise<void> {
  const client = openClient(url, { poolSize: 1, name: "cti probe" });
  const deadline = AbortSignal.timeout(15_000);
  const late = new Promise<never>((_, reject) => {
    deadline.addEventListener("abort", () => {
      reject(Object.assign(new Error("no answer within 15 s"), { code: "CONNECT_TIMEOUT" }));
    });
  });
  try {
    await Promise.race([client.sql`select 1`, late]);
  } finally {
    await Promise.race([client.close(), new Promise((resolve) => setTimeout(resolve, 1_000).unref())]);
  }
}
