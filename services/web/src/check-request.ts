import { isIP } from "node:net";

/** Where the service listens, and the names beside it under which people reach it. */
export type OwnNames = { host: string; hosts: readonly string[]; publicUrl: string | null };

/**
 * Whether the Host header is one of ours. A page elsewhere can point its own name at this address (DNS rebinding),
 * but it cannot make the browser send another name, and never a bare address.
 */
export function isOwnHost(header: string, { host, hosts, publicUrl }: OwnNames): boolean {
  const name = hostName(header);
  if (name === null) return false;
  if (isLoopbackName(name) || isIP(name) !== 0) return true;
  const ours = [host, ...hosts, ...(publicUrl === null ? [] : [new URL(publicUrl).hostname])];
  return ours.some((own) => own.toLowerCase() === name);
}

/** Whether that Host header names this very machine, where browsers keep secure cookies without https. */
export function isLoopbackHost(header: string): boolean {
  const name = hostName(header);
  return name !== null && isLoopbackName(name);
}

export function isLoopbackName(name: string): boolean {
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "::1" ||
    (isIP(name) === 4 && name.startsWith("127.")) ||
    (isIP(name) === 6 && name.toLowerCase().startsWith("::ffff:127."))
  );
}

/** Of a request that changes something. `hasCookie`: its credential is one that browsers add by themselves. */
export type WriteOrigin = {
  site: string | string[] | undefined;
  origin: string | undefined;
  ownOrigins: readonly string[];
  hasCookie: boolean;
};

/** Whether it comes from our own pages, or from a program that is no browser. */
export function isOwnWrite({ site, origin, ownOrigins, hasCookie }: WriteOrigin): boolean {
  if (site !== undefined) return site === "same-origin" || site === "none";
  // Browsers leave Sec-Fetch-Site out on plain HTTP, but not Origin.
  if (origin === undefined) return !hasCookie;
  return ownOrigins.includes(origin.toLowerCase());
}

/** Lower case, without port and brackets; null when it is no host. */
function hostName(header: string): string | null {
  const [, name] = /^(\[[\da-f:.]+\]|[^:[\]/@\s]+)(?::\d{1,5})?$/i.exec(header) ?? [];
  return (
    name
      ?.toLowerCase()
      .replace(/^\[|\]$/g, "")
      .replace(/\.$/, "") ?? null
  );
}
