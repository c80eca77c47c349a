import type { AddressInfo } from "node:net";

import type { FastifyInstance } from "fastify";

import type { WebDeps } from "./web-deps.ts";
import { WebError } from "./web-error.ts";

export type Web = {
  /** Where it listens, such as http://127.0.0.1:8000. */
  url: string;
  port: number;
  close(): Promise<void>;
};

/** Serves the API. Throws WebError when it is set up in a way that must not be served, or the port cannot be had. */
export async function startWeb(deps: WebDeps): Promise<Web> {
  // Loaded here, so that a process which may never serve the API does not carry it.
  const { buildApp } = await import("./build-app.ts");
  const app = await buildApp(deps);
  const url = await listen(app, deps);
  deps.log.info({ url, public_url: deps.settings.publicUrl }, "API is served");
  if (deps.settings.insecureHttp)
    deps.log.warn(
      { setting: "web.insecure_http" },
      "sign-ins over plain HTTP are allowed: anybody on the way can read along",
    );
  const { port } = app.server.address() as AddressInfo;
  return { url, port, close: () => app.close() };
}

async function listen(app: FastifyInstance, { settings }: WebDeps): Promise<string> {
  const { host, port } = settings;
  try {
    return await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw new WebError(explain(error, host, port), { cause: error });
  }
}

function explain(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "EADDRINUSE")
    return `Port ${port} on ${host} is taken by another process: set another one with web.port.`;
  if (code === "EACCES")
    return `Port ${port} on ${host} needs more rights: set one above 1023 with web.port.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `This machine has no address ${host}: set web.host to one that it has, such as 127.0.0.1.`;
  return `The API cannot listen on ${host} port ${port}: ${error instanceof Error ? error.message : String(error)}`;
}
