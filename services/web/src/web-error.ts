/** The web service cannot start as it is set up, or as its routes are written; the message says what to do. */
export class WebError extends Error {
  override name = "WebError";
}
