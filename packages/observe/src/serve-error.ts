/** The port for health and metrics cannot be used; the message names it, its setting and the cure. */
export class ServeError extends Error {
  override name = "ServeError";
}
