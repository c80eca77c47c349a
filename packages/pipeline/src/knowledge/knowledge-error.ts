/** A knowledge file cannot be used; `reason` is for programs, the message names the thing and the cure. */
export class KnowledgeError extends Error {
  readonly reason: "not-an-object" | "wrong-kind" | "no-values" | "bad-row";

  constructor(reason: KnowledgeError["reason"], message: string) {
    super(message);
    this.name = "KnowledgeError";
    this.reason = reason;
  }
}
