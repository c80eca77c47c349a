import type { Socket } from "node:net";

import type { buildConnector } from "undici";

import { portOf } from "./check-url.ts";
import type { Trace } from "./fetch-types.ts";
import { type Attempt, type Opening, openSocket, type OpenSocketDeps } from "./open-socket.ts";

/** Opens the connections of an agent and knows which origins are connected where. */
export type Connector = {
  connect: buildConnector.connector;
  /** Reports the connections that are opened to an origin until the returned function is called. */
  listen(origin: string, trace: Trace): () => void;
  /** The remote address of a connection that is open to the origin. */
  addressOf(origin: string): string | null;
  /** True when a connection to the origin stands only because the allow list permits it. */
  isOpened(origin: string): boolean;
  /** Destroys every connection. */
  destroy(): void;
};

/** Makes undici's connector over sockets that lead to checked addresses only. */
export function createConnector(deps: OpenSocketDeps): Connector {
  const listeners = new Map<string, Set<Trace>>();
  const open = new Map<string, Set<Socket>>();
  const opened = new Set<string>();

  const keep = (origin: string, socket: Socket, isOpened: boolean): void => {
    const sockets = open.get(origin) ?? new Set();
    open.set(origin, sockets.add(socket));
    if (isOpened) opened.add(origin);
    socket.once("close", () => {
      sockets.delete(socket);
      if (sockets.size > 0) return;
      open.delete(origin);
      opened.delete(origin);
    });
  };

  return {
    connect(options, callback) {
      const attempt = attemptOf(options, (event) => {
        for (const trace of listeners.get(attempt.origin) ?? []) trace(event);
      });
      const succeed = ({ socket, opened }: Opening): void => {
        keep(attempt.origin, socket, opened);
        callback(null, socket);
      };
      const fail = (error: unknown): void => {
        callback(error instanceof Error ? error : new Error(String(error)), null);
      };
      void openSocket(deps, attempt).then(succeed, fail);
    },
    listen(origin, trace) {
      const traces = listeners.get(origin) ?? new Set();
      listeners.set(origin, traces.add(trace));
      return () => {
        traces.delete(trace);
        if (traces.size === 0) listeners.delete(origin);
      };
    },
    addressOf(origin) {
      const [socket] = open.get(origin) ?? [];
      return socket?.remoteAddress ?? null;
    },
    isOpened: (origin) => opened.has(origin),
    destroy() {
      for (const sockets of open.values()) for (const socket of sockets) socket.destroy();
    },
  };
}

function attemptOf(options: buildConnector.Options, trace: Trace): Attempt {
  const { protocol, hostname } = options;
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  const origin = new URL(`${protocol}//${host}${options.port ? `:${options.port}` : ""}`).origin;
  const secure = protocol === "https:";
  return { origin, hostname, port: portOf(options), secure, servername: options.servername ?? "", trace };
}
