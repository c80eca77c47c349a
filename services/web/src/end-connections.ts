import type { FastifyInstance } from "fastify";

/** Requests that are being answered may take so long when the service stops. */
const graceMs = 5_000;
const lookEveryMs = 50;

/** When the service stops, streams end at once (by `open`), requests when they are answered, connections after them. */
export function endConnections(app: FastifyInstance, open: ReadonlySet<AbortController>): void {
  const { server } = app;
  app.addHook("preClose", (done) => {
    for (const each of open) each.abort();
    if (server.listening) {
      // One whose answer ends during the stop would stay open for its next request.
      const timer = setInterval(() => server.closeIdleConnections(), lookEveryMs);
      const last = setTimeout(() => server.closeAllConnections(), graceMs);
      server.once("close", () => {
        clearInterval(timer);
        clearTimeout(last);
      });
    }
    done();
  });
}
