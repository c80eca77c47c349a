/** A list or an entry that cannot be used; the message says why, and for an analyst's entry what to write instead. */
export class BenignError extends Error {
  override name = "BenignError";
  readonly reason: "bad_warninglist" | "bad_benign_entry";

  constructor(reason: "bad_warninglist" | "bad_benign_entry", message: string) {
    super(message);
    this.reason = reason;
  }
}
