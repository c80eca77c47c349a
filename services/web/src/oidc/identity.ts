import type { Identity } from "@cti/domain/accounts/provider-sign-in";
import type { Configuration, TokenEndpointResponse, TokenEndpointResponseHelpers } from "openid-client";
import type { OidcSettings } from "@cti/wiring/web-settings";

type Claims = Record<string, unknown>;

/** Who signed in, by the ID token; what that leaves out is asked for with the access token. */
export async function readIdentity(
  configuration: Configuration,
  tokens: TokenEndpointResponse & TokenEndpointResponseHelpers,
  { issuer, usernameClaim, groupsClaim }: Pick<OidcSettings, "issuer" | "usernameClaim" | "groupsClaim">,
): Promise<Identity> {
  const inToken = tokens.claims();
  if (inToken === undefined) throw new Error("the provider sent no ID token");
  const isWhole = usernameClaim in inToken && groupsClaim in inToken;
  const more = isWhole ? {} : await askMore(configuration, tokens.access_token, inToken.sub);
  const claims: Claims = { ...more, ...inToken };
  return {
    issuer: inToken.iss || issuer,
    subject: inToken.sub,
    username: textOf(claims[usernameClaim]) ?? textOf(claims["email"]) ?? inToken.sub,
    name: textOf(claims["name"]),
    groups: listOf(claims[groupsClaim]),
  };
}

async function askMore(configuration: Configuration, accessToken: string, subject: string): Promise<Claims> {
  if (configuration.serverMetadata().userinfo_endpoint === undefined) return {};
  const { fetchUserInfo } = await import("openid-client");
  return fetchUserInfo(configuration, accessToken, subject);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 200) : null;
}

/** A list of names, or one name. */
function listOf(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((each) => typeof each === "string").slice(0, 1_000);
}
