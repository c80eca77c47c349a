import { QueueError } from "../queue-error.ts";
import type { QueueConnection } from "../queue-types.ts";
import type { Backend, Role } from "./backend.ts";

/** Connects. Throws QueueError when the server cannot be reached or does not let us in. */
export async function openBackend(
  { redisUrl, databaseUrl, name }: QueueConnection,
  role: Role,
  onError: (error: Error) => void,
): Promise<Backend> {
  const url = redisUrl ?? databaseUrl;
  if (!URL.canParse(url)) throw new QueueError("The address of the queue is no URL");
  const address = addressOf(url, redisUrl === null ? "5432" : "6379");
  const options = { url, name, address, role, onError };
  try {
    // Each brings a driver that the other does not need.
    if (redisUrl === null) return await (await import("./postgres.ts")).openPostgres(options);
    return await (await import("./redis.ts")).openRedis(options);
  } catch (error) {
    const cure =
      redisUrl === null
        ? "Check DATABASE_URL."
        : "Start Redis or correct REDIS_URL; empty, the queue is kept in the database.";
    throw new QueueError(`The queue at ${address} cannot be opened (${messageOf(error)}). ${cure}`, {
      cause: error,
    });
  }
}

function addressOf(url: string, defaultPort: string): string {
  const { hostname, port, searchParams } = new URL(url);
  return `${hostname || (searchParams.get("host") ?? "localhost")}:${port || defaultPort}`;
}

/** Node gives an empty message to a host whose every address refused. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "MaxRetriesPerRequestError") return "no connection";
  if (error.message !== "") return error.message;
  return "code" in error ? String(error.code) : error.name;
}
