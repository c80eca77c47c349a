/** The embedded server cannot be used; the message names the cause and the cure. */
export class EmbeddedServerError extends Error {
  override name = "EmbeddedServerError";
}
