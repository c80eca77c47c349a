import type { AllowList } from "./allow-list.ts";
import { checkLiteral, opensHost } from "./address-guard.ts";
import { FetchError } from "./fetch-error.ts";

const maxUrlLength = 8192;

/** Ports of other protocols, where an HTTP request could be read as commands (WHATWG Fetch §2.9, "bad port"). */
const blockedPorts = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10_080, 11_211,
]);

/**
 * Reads an address that we are about to visit, without its fragment. Throws FetchError `invalid_url`
 * (not http or https, credentials within, too long), `blocked_port` or `blocked_address` (IP literals).
 */
export function checkUrl(allow: AllowList, text: string, base?: URL): URL {
  const url = parse(text, base);
  url.hash = "";
  const port = portOf(url);
  // The address first: it says more than the port when both are refused.
  checkLiteral(allow, { hostname: url.hostname, port, url: url.href });
  if (blockedPorts.has(port) && !opensHost(allow, url.hostname, port)) {
    throw new FetchError("blocked_port", `Port ${port} of ${url.hostname} is not a web port.`, {
      url: url.href,
    });
  }
  return url;
}

/** The port a URL leads to, given or implied. */
export function portOf(url: { protocol: string; port: string }): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

function parse(text: string, base: URL | undefined): URL {
  const refuse = (why: string): FetchError =>
    new FetchError(
      "invalid_url",
      `${base ? `${base.hostname} redirects to an address that` : "The address"} ${why}.`,
      {
        url: base ? base.href : text,
      },
    );
  if (text.length > maxUrlLength) throw refuse("is too long");
  const url = URL.parse(text, base?.href);
  if (!url) throw refuse("is not a valid URL");
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw refuse(`uses ${url.protocol} instead of http: or https:`);
  }
  if (url.username !== "" || url.password !== "") throw refuse("carries a user name or password");
  if (url.hostname === "" || url.href.length > maxUrlLength) throw refuse("is too long or has no host");
  return url;
}
