import { isIP } from "node:net";

/** Where the dashboard listens, and the names beside it under which people reach it. */
export type OwnNames = { host: string; hosts: readonly string[] };

/**
 * Whether the Host header is one of ours. A page elsewhere can point its own name at this address (DNS rebinding),
 * but it cannot make the browser send another name, and never a bare address.
 */
export function isOwnHost(header: string | undefined, { host, hosts }: OwnNames): boolean {
  const name = hostName(header);
  if (name === null) return false;
  if (name === "localhost" || name.endsWith(".localhost") || isIP(name) !== 0) return true;
  return [host, ...hosts].some((own) => own.toLowerCase() === name);
}

/** What tells whether a browser sends a request for a page of ours. */
export type WriteHeaders = {
  host?: string | undefined;
  origin?: string | undefined;
  "sec-fetch-site"?: string | string[] | undefined;
};

/** Whether a request that changes something comes from our own pages, or from a program that is no browser. */
export function isOwnWrite({ host, origin, "sec-fetch-site": site }: WriteHeaders): boolean {
  if (site !== undefined && site !== "same-origin") return false;
  if (origin === undefined) return true;
  const from = /^https?:\/\/([^/]+)$/i.exec(origin)?.[1];
  return from !== undefined && withoutDefaultPort(from) === withoutDefaultPort(host ?? "");
}

/** What tells which page makes a browser read, and what for. */
export type ReadHeaders = {
  "sec-fetch-site"?: string | string[] | undefined;
  "sec-fetch-dest"?: string | string[] | undefined;
};

/**
 * Whether a request that only reads is a link that somebody follows, or comes from our own pages or a program. The
 * browser would send the login with the pictures and scripts of any page, and so let it search here without end.
 */
export function isOwnRead({ "sec-fetch-site": site, "sec-fetch-dest": target }: ReadHeaders): boolean {
  return site === undefined || site === "same-origin" || site === "none" || target === "document";
}

/** Lower case, without port and brackets; null when it is no host. */
function hostName(header: string | undefined): string | null {
  const [, name] = /^(\[[\da-f:.]+\]|[^:[\]/@\s]+)(?::\d{1,5})?$/i.exec(header ?? "") ?? [];
  return (
    name
      ?.toLowerCase()
      .replace(/^\[|\]$/g, "")
      .replace(/\.$/, "") ?? null
  );
}

function withoutDefaultPort(host: string): string {
  return host.toLowerCase().replace(/:(80|443)$/, "");
}
