import { openBullQueues } from "./bull-queues.ts";
import type { QueueConnection, Queues } from "./queue-types.ts";

/**
 * Connects the sending and looking side. Every call fails fast with QueueError when the backend is away, and works
 * again when it is back.
 */
export async function openQueues(connection: QueueConnection): Promise<Queues> {
  return (await openBullQueues(connection)).queues;
}
