import { type Client, createClient } from "@cti/contract/client";
import { paths } from "@cti/contract/paths";

import { exitCodes, Exit } from "../../exit.ts";

export type Server = {
  url: string;
  token: string | null;
  /** Plain HTTP to other machines is allowed. */
  insecure: boolean;
};

/** After so long without the beginning of an answer a server counts as away. */
const patienceMs = 120_000;

/** Throws Exit for an address or a token that nothing may be sent to or with. */
export function openClient({ url: given, token, insecure }: Server): Client {
  const url = checkAddress(given, insecure);
  if (token === null)
    throw new Exit(
      exitCodes.unauthorised,
      "A server is set, but no token: put one into CTI_TOKEN, or name its file with --token-file.",
    );
  // A header takes nothing else, and the error of one that is given such a thing would show it.
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new Exit(exitCodes.unauthorised, "The token is none: it has spaces or other characters in it.");
  return createClient(paths, { url, token, fetch: fetchWithPatience });
}

function checkAddress(given: string, insecure: boolean): string {
  const url = URL.parse(given);
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash)
    throw new Exit(
      exitCodes.usage,
      `${given} is no address of a server: write one such as https://cti.example.org`,
    );
  if (url.username || url.password)
    throw new Exit(exitCodes.usage, "The address of the server has a login in it; only a token is taken.");
  if (url.protocol === "http:" && !isLoopback(url.hostname) && !insecure)
    throw new Exit(
      exitCodes.usage,
      `${url.origin} is plain HTTP: everybody on the way could read the token. Use https, or say --insecure (CTI_INSECURE_HTTP=1).`,
    );
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

function isLoopback(host: string): boolean {
  return (
    host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host)
  );
}

async function fetchWithPatience(...[address, init = {}]: Parameters<typeof fetch>): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new Error(`no answer within ${patienceMs / 1_000} s`)),
    patienceMs,
  );
  const signals = init.signal ? [init.signal, late.signal] : [late.signal];
  try {
    return await fetch(address, { ...init, signal: AbortSignal.any(signals) });
  } finally {
    clearTimeout(timer);
  }
}
