/**
 * What a handler throws that can do nothing before a time: the job waits until then and is begun anew, and this try
 * does not count. The message says what it waits for; people see it as the error of the waiting job.
 */
export class TryLater extends Error {
  readonly at: Date;

  constructor(message: string, at: Date, options?: ErrorOptions) {
    super(message, options);
    this.name = "TryLater";
    this.at = at;
  }
}
