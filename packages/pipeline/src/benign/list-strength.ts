import type { Warninglist } from "./read-warninglist.ts";

/**
 * How much a list says. `strong`: whatever it holds is no indicator anywhere (ranges of the RFCs, digests of empty files,
 * top-level domains). `weak`: it is well known or shared by many (top sites, shorteners, clouds, public DNS), so that
 * an address beneath it may still serve an attack.
 */
export type Strength = "strong" | "weak";

/**
 * What a list of hosts says of a URL below one of them. `all`: every URL is as benign as the host. `site`: only the bare
 * site, since anyone may publish there. `owner`: every URL, but for hosts on which strangers publish.
 */
export type Reach = "all" | "owner" | "site";

export type Standing = { strength: Strength; reach: Reach };

/** Judges a list by its name and description: MISP lists carry no such mark. */
export function standingOf({ name, description }: Pick<Warninglist, "name" | "description">): Standing {
  const words = `${name} ${description}`;
  if (STRONG.test(name) || STRONG.test(description.slice(0, 200)))
    return { strength: "strong", reach: "all" };
  return { strength: "weak", reach: SHARED.test(words) ? "site" : "owner" };
}

const STRONG =
  /\bRFC ?(?:1918|3849|5735|5737|5771|6598|6761|6890|4291|2606|7686)\b|empty files?|\btlds?\b|special[- ]use|multicast|link[- ]local|hashes.*(?:false.positive|benign files)|EICAR|trusted CA|trusted certificates|captive portal/i;
const SHARED =
  /\btop\b|million|alexa|tranco|umbrella|majestic|\bcrux\b|shorten|link[- ]in[- ]bio|dynamic DNS|disposable|trusted sites|\bLOTS\b|parking|parked|sinkhole|\bVPN\b|cloud|\bCDN\b|fastly|akamai|public DNS|resolver|hosting|scann|source IP|attack simulator|smtp|sending|blogspot/i;
