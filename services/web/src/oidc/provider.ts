import type { Configuration } from "openid-client";
import type { OidcSettings, WebSettings } from "@cti/wiring/web-settings";

import { isLoopbackName } from "../check-request.ts";

type Known = { configuration: Promise<Configuration>; at: number };

const known = new WeakMap<OidcSettings, Known>();
/** Long enough to cost nothing, short enough that a provider that moved is found again. */
const keepMs = 3_600_000;
/** Seconds that each request to the provider may take. */
const timeout = 10;

/**
 * What the provider says about itself, asked at the first sign-in and once an hour; its issuer has to be the one that is
 * set. Rejects when it does not answer, answers as another issuer, or is reached over plain HTTP.
 */
export async function discoverProvider(
  settings: OidcSettings,
  { insecureHttp }: Pick<WebSettings, "insecureHttp">,
  now: Date,
): Promise<Configuration> {
  const found = known.get(settings);
  if (found && now.getTime() - found.at < keepMs) return found.configuration;
  const configuration = discover(settings, insecureHttp);
  const entry = { configuration, at: now.getTime() };
  known.set(settings, entry);
  // The next one asks anew.
  configuration.catch(() => {
    if (known.get(settings) === entry) known.delete(settings);
  });
  return configuration;
}

async function discover(settings: OidcSettings, insecureHttp: boolean): Promise<Configuration> {
  // Loaded only here: most installations do without.
  const client = await import("openid-client");
  const issuer = new URL(settings.issuer);
  // Given the document itself, the library would take whatever issuer it names.
  if (issuer.pathname.includes("/.well-known/"))
    throw new Error("web.oidc.issuer is the address of the provider, without /.well-known/…");
  const isPlainAllowed = insecureHttp || isLoopbackName(issuer.hostname.replace(/^\[|\]$/g, ""));
  const { clientSecret } = settings;
  return client.discovery(
    issuer,
    settings.clientId,
    clientSecret ?? undefined,
    clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret),
    {
      timeout,
      execute: [
        // Signatures are checked although the answer came over TLS.
        client.enableNonRepudiationChecks,
        ...(isPlainAllowed ? [client.allowInsecureRequests] : []),
      ],
    },
  );
}
