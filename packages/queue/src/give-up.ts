/** What a handler throws where another try would only repeat the failure: the job fails for good at once. */
export class GiveUp extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "GiveUp";
  }
}
