import { once } from "node:events";
import { connect as connectTcp, type Socket, type TcpSocketConnectOpts } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";

import { type CheckedAddress, resolveChecked } from "./address-guard.ts";
import type { AllowList } from "./allow-list.ts";
import { beforeAbort } from "./before-abort.ts";
import { cleanText, FetchError } from "./fetch-error.ts";
import type { Lookup, Trace } from "./fetch-types.ts";
import { describeTlsFailure } from "./tls-failure.ts";

/** Opens a TCP connection to one of the addresses, all of which have been checked. */
export type Dial = (target: { hostname: string; port: number; addresses: CheckedAddress[] }) => Socket;

export type OpenSocketDeps = {
  allow: AllowList;
  lookup: Lookup;
  dial?: Dial | undefined;
  /** For DNS, TCP and TLS together. */
  connectTimeoutMs: number;
};

export type Attempt = {
  origin: string;
  hostname: string;
  port: number;
  secure: boolean;
  servername: string;
  trace: Trace;
};

/** `opened` says that only the allow list permits this connection. */
export type Opening = { socket: Socket; opened: boolean };

/**
 * Resolves the host once, checks every address and connects to exactly those, all within one deadline.
 * Rejects with a FetchError: `dns`, `blocked_address`, `connect`, `tls`, `connection` or `timeout`.
 */
export async function openSocket(deps: OpenSocketDeps, attempt: Attempt): Promise<Opening> {
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    deadline.abort();
  }, deps.connectTimeoutMs);
  const { hostname, port, origin: url } = attempt;
  try {
    const resolving = resolveChecked({ ...deps, trace: attempt.trace }, { hostname, port, url });
    const { addresses, opened } = await beforeAbort(resolving, deadline.signal);
    const tcp = await openTcp(deps.dial ?? dialTcp, attempt, addresses, deadline.signal);
    return { socket: attempt.secure ? await openTls(tcp, attempt, deadline.signal) : tcp, opened };
  } catch (cause) {
    if (!deadline.signal.aborted) throw cause;
    const message = `${hostname}:${port} did not accept a connection within ${deps.connectTimeoutMs} ms.`;
    throw new FetchError("timeout", message, { url, cause });
  } finally {
    clearTimeout(timer);
  }
}

async function openTcp(
  dial: Dial,
  attempt: Attempt,
  addresses: CheckedAddress[],
  signal: AbortSignal,
): Promise<Socket> {
  const started = performance.now();
  const { hostname, port, origin: url } = attempt;
  const socket = dial({ hostname, port, addresses });
  // An error may come at any time, also between our waiting and undici's; it must always find a listener.
  socket.on("error", () => {});
  try {
    await once(socket, "connect", { signal });
  } catch (cause) {
    socket.destroy();
    const message = `${hostname}:${port} cannot be reached (${codeOf(cause)}).`;
    throw new FetchError("connect", message, { url, cause });
  }
  attempt.trace({ step: "connect", address: socket.remoteAddress ?? "", ms: performance.now() - started });
  return socket;
}

/** node:net takes the addresses from our lookup, so a second DNS answer cannot change where we go. */
function dialTcp({ hostname, port, addresses }: Parameters<Dial>[0]): Socket {
  const options: TcpSocketConnectOpts & { highWaterMark: number } = {
    host: hostname,
    port,
    lookup: (_host, _options, answer) => {
      answer(null, addresses);
    },
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: 1000,
    highWaterMark: 64 * 1024,
  };
  return connectTcp(options).setNoDelay(true).setKeepAlive(true, 60_000);
}

async function openTls(tcp: Socket, attempt: Attempt, signal: AbortSignal): Promise<TLSSocket> {
  const started = performance.now();
  const { hostname, servername } = attempt;
  const socket = connectTls({ socket: tcp, host: hostname, servername, ALPNProtocols: ["http/1.1"] });
  socket.on("error", () => {});
  try {
    await once(socket, "secureConnect", { signal });
  } catch (cause) {
    const ms = performance.now() - started;
    attempt.trace({
      step: "tls",
      protocol: socket.getProtocol(),
      authorized: false,
      issuer: issuerOf(socket),
      ms,
    });
    socket.destroy();
    tcp.destroy();
    throw tlsError(attempt, cause);
  }
  const { authorized } = socket;
  const ms = performance.now() - started;
  attempt.trace({ step: "tls", protocol: socket.getProtocol(), authorized, issuer: issuerOf(socket), ms });
  return socket;
}

function tlsError({ hostname, origin: url }: Attempt, cause: unknown): FetchError {
  const why = describeTlsFailure(codeOf(cause));
  if (why !== null) return new FetchError("tls", `${hostname} ${why}.`, { url, cause });
  return new FetchError("connection", `${hostname} broke off the TLS handshake (${codeOf(cause)}).`, {
    url,
    cause,
  });
}

function issuerOf(socket: TLSSocket): string | null {
  const issuer = socket.getPeerCertificate()?.issuer;
  const name = issuer?.O ?? issuer?.CN;
  return name === undefined ? null : cleanText(String(name), 200);
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (error instanceof Error && "code" in error) return String(error.code);
  return error instanceof Error ? error.message : "unknown error";
}
