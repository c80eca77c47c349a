/** What the backend of the queue could not do. The message names its host and port, never its password. */
export class QueueError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "QueueError";
  }
}
