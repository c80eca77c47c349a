import { type Client, openClient } from "./client.ts";
import { joinEmbeddedServer } from "./embedded/server.ts";
import { migrateDatabase } from "./migrate.ts";

export type Database = Client & {
  url: string;
  /** Folder of the embedded server, or null when the server is somebody else's. */
  folder: string | null;
};

/**
 * Opens the database: the given server, or the embedded one in `dataDir`, whose schema is brought up to date.
 * `close` leaves the embedded server; the last process to leave stops it.
 */
export async function openDatabase(options: {
  url: string | null;
  dataDir: string;
  poolSize: number;
  name: string;
  migrate?: boolean;
}): Promise<Database> {
  const server = options.url ? null : await joinEmbeddedServer(options.dataDir);
  const url = options.url ?? server?.url ?? "";
  if (options.url) await probe(options.url);
  try {
    if (options.migrate ?? server !== null) await migrateDatabase(url);
  } catch (error) {
    await server?.leave();
    throw error;
  }
  const client = openClient(url, { poolSize: options.poolSize, name: options.name });
  return {
    ...client,
    url,
    folder: server?.folder ?? null,
    close: async () => {
      await client.close();
      await server?.leave();
    },
  };
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
