import { isIP } from "node:net";
import type { OidcSettings, WebSettings } from "@cti/wiring/web-settings";

import { isLoopbackName } from "./check-request.ts";
import { WebError } from "./web-error.ts";

const shortestSecret = 12;
/** What installations are found with that never chose one; compared without case. */
const knownSecrets = new Set(
  "admin administrator changeme changemeplease changethispassword cti cti_password cti_scraper ctiscraper default letmein password password123 password1234 postgres postgrespassword secret secretsecret supersecretpassword your_password yourpassword yoursecurepassword your_secure_password".split(
    " ",
  ),
);

/**
 * Refuses a start that would hand out passwords or data: plain HTTP to other machines without a word about it, known or
 * short secrets, half a sign-in. Throws WebError that names the setting and the cure.
 */
export function checkExposure(settings: WebSettings): void {
  checkPublicUrl(settings.publicUrl);
  checkProxies(settings.trustedProxies);
  if (settings.oidc !== null) checkOidc(settings.oidc);
  if (isLoopbackName(settings.host.toLowerCase())) return;
  if (!isProtected(settings))
    throw new WebError(
      `web.host ${settings.host} would serve sign-ins over plain HTTP to other machines: set web.public_url to an https address and put a proxy with a certificate before it, or name that proxy in web.trusted_proxies; web.insecure_http: true allows it as it is.`,
    );
  refuseWeak("database.password", settings.databasePassword);
  refuseWeak("web.oidc.client_secret", settings.oidc?.clientSecret ?? null);
}

function isProtected({ publicUrl, trustedProxies, insecureHttp }: WebSettings): boolean {
  return insecureHttp || trustedProxies.length > 0 || publicUrl?.startsWith("https:") === true;
}

function checkPublicUrl(text: string | null): void {
  if (text === null) return;
  const url = readUrl(text);
  const isPlain =
    url !== null && url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
  if (!isPlain || !/^https?:$/.test(url.protocol))
    throw new WebError(
      `web.public_url is ${JSON.stringify(text)}: write scheme and name only, such as https://cti.example.org.`,
    );
}

function checkProxies(proxies: readonly string[]): void {
  for (const proxy of proxies) {
    const [address = "", prefix, ...rest] = proxy.split("/");
    const version = isIP(address);
    const bits = prefix === undefined ? null : Number(prefix);
    const isRange =
      bits === null || (Number.isInteger(bits) && bits > 0 && bits <= (version === 4 ? 32 : 128));
    if (version === 0 || !isRange || rest.length > 0)
      throw new WebError(
        `web.trusted_proxies has ${JSON.stringify(proxy)}: write addresses or CIDRs such as 10.0.0.2 or 10.0.0.0/24, and not the whole internet.`,
      );
  }
}

function checkOidc({ issuer, clientId, roles }: OidcSettings): void {
  if (issuer === "" || clientId === "")
    throw new WebError(
      `Single sign-on is half set up: ${issuer === "" ? "web.oidc.issuer" : "web.oidc.client_id"} is missing.`,
    );
  const url = readUrl(issuer);
  const isSafe =
    url !== null &&
    (url.protocol === "https:" ||
      (url.protocol === "http:" && isLoopbackName(url.hostname.replaceAll(/^\[|\]$/g, ""))));
  if (!isSafe) throw new WebError(`web.oidc.issuer is ${JSON.stringify(issuer)}: write its https address.`);
  const wrong = roles.find((each) => !/^.+=(operator|(viewer|analyst|admin)(@[\w-]+)?)$/.test(each));
  if (wrong !== undefined)
    throw new WebError(
      `web.oidc.roles has ${JSON.stringify(wrong)}: write GROUP=viewer, analyst or admin, with @TENANT for another one than default, or GROUP=operator.`,
    );
}

function refuseWeak(name: string, secret: string | null): void {
  if (secret === null) return;
  const isKnown = knownSecrets.has(secret.toLowerCase()) || new Set(secret).size < 4;
  if (isKnown || secret.length < shortestSecret)
    throw new WebError(
      `${name} is ${isKnown ? "one that everybody tries first" : `shorter than ${shortestSecret} characters`}: choose another one before other machines can reach this one, such as what \`openssl rand -base64 24\` prints.`,
    );
}

function readUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
