import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export type FixtureWeb = {
  origin: string;
  host: string;
  /** Paths that were asked for, in order. */
  requests: string[];
  on(
    path: string,
    answer:
      | Handler
      | { type?: string; body: string | Buffer; status?: number; headers?: Record<string, string> },
  ): void;
  close(): Promise<void>;
};

/** A small web on a free loopback port; a path that nobody has set answers 404. */
export async function fixtureWeb(): Promise<FixtureWeb> {
  const handlers = new Map<string, Handler>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    requests.push(path);
    const handler = handlers.get(path) ?? handlers.get(path.split("?")[0] ?? "/");
    if (handler) handler(request, response);
    else response.writeHead(404, { "content-type": "text/plain" }).end("not here");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    requests,
    on: (path, answer) => {
      if (typeof answer === "function") return void handlers.set(path, answer);
      const { body, type = "text/html; charset=utf-8", status = 200, headers = {} } = answer;
      handlers.set(
        path,
        (_, response) => void response.writeHead(status, { "content-type": type, ...headers }).end(body),
      );
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
