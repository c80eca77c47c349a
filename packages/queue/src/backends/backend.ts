import type { BackendFactory, IQueueBackend, Queue, Worker } from "bullmq";

/** A backend that serves a sender fails fast; one that serves a worker waits until the server is back. */
export type Role = "send" | "work";

/** BullMQ's classes, whatever keeps the jobs. */
export type BullQueue = Queue<unknown, unknown, string, unknown, unknown, string, IQueueBackend, unknown>;
export type BullWorker = Worker<unknown, Record<string, unknown>, string, IQueueBackend, object, unknown>;

/** The connections of one opened side of the queue, shared by all its queues. */
export type Backend = {
  kind: "redis" | "postgres";
  /** host:port, for messages. */
  address: string;
  factory: BackendFactory<IQueueBackend, unknown>;
  /** Rejects when the server does not answer; has no time limit of its own. */
  ping(): Promise<void>;
  publish(channel: string, message: string): Promise<void>;
  /** `onGap` is called when messages may have been missed, because the connection was lost for a while. */
  subscribe(channel: string, onMessage: (message: string) => void, onGap: () => void): Promise<void>;
  /** To be called when everything that uses the backend is closed; never rejects. */
  close(): Promise<void>;
};
