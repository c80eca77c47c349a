import {
  type Identity,
  type ProviderResult,
  signInWithProvider,
} from "@cti/domain/accounts/provider-sign-in";
import type { Replaced } from "@cti/domain/accounts/sessions";
import type { Configuration } from "openid-client";
import type { OidcSettings } from "@cti/wiring/web-settings";

import { type Call, HttpProblem } from "../handler.ts";
import { isSafe, sessionCookie } from "../session-cookie.ts";
import type { WebDeps } from "../web-deps.ts";
import { readIdentity } from "./identity.ts";
import { openPending, type PendingSignIn, sealPending } from "./pending-sign-in.ts";
import { discoverProvider } from "./provider.ts";

type StartCall = Pick<Call, "header" | "isSecure" | "now">;
type FinishCall = StartCall &
  Pick<Call, "address" | "cookie" | "userAgent"> & { query: Record<string, unknown> };

/** What the sign-in page is told in `login_error`. */
type LoginError =
  | "oidc_unavailable"
  | "oidc_expired"
  | "oidc_state"
  | "oidc_denied"
  | "oidc_failed"
  | "insecure"
  | Exclude<ProviderResult["outcome"], "in">;

const callbackPath = "/api/v1/session/oidc/callback";
const pendingForMs = 10 * 60_000;

/** Where to send the browser: to the provider, or back with what is wrong. Throws HttpProblem where there is none. */
export async function startSignIn(call: StartCall, deps: WebDeps): Promise<string> {
  const oidc = oidcOf(deps);
  if (!isSafe(call, deps.settings) && !deps.settings.insecureHttp) return failed("insecure");
  try {
    const client = await import("openid-client");
    const configuration = await discoverProvider(oidc, deps.settings, call.now);
    const pending: PendingSignIn = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      until: call.now.getTime() + pendingForMs,
    };
    const address = client.buildAuthorizationUrl(configuration, {
      redirect_uri: callbackOf(deps),
      response_type: "code",
      scope: oidc.scopes,
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: "S256",
    });
    call.header("set-cookie", pendingCookie(sealPending(pending, oidc), call, deps));
    return address.href;
  } catch (error) {
    deps.log.warn({ err: error }, "the identity provider could not be asked");
    return failed("oidc_unavailable");
  }
}

/**
 * What the provider sent the browser back with, checked against what this browser set out with. Returns where to send
 * it: signed in, or with what went wrong. Throws HttpProblem where there is no provider.
 */
export async function finishSignIn(
  call: FinishCall,
  replaces: Replaced | null,
  deps: WebDeps,
): Promise<string> {
  const oidc = oidcOf(deps);
  const pending = openPending(call.cookie(cookieName(call, deps)), oidc, call.now);
  call.header("set-cookie", pendingCookie(null, call, deps));
  if (pending === null) return failed("oidc_state");
  if (pending === "expired") return failed("oidc_expired");
  if (call.query["state"] !== pending.state) return failed("oidc_state");
  let identity: Identity;
  try {
    const configuration = await discoverProvider(oidc, deps.settings, call.now);
    identity = await askProvider(call, pending, { configuration, oidc, deps });
  } catch (error) {
    deps.log.warn({ reason: reasonOf(error) }, "a sign-in at the identity provider failed");
    return failed(call.query["error"] === "access_denied" ? "oidc_denied" : "oidc_failed");
  }
  const { address, userAgent, now } = call;
  const { sessionMaxMs } = deps.settings;
  const options = { rules: oidc.roles, address, userAgent, now, sessionMaxMs, replaces };
  const result = await signInWithProvider(deps.db, identity, options);
  if (result.outcome !== "in") return failed(result.outcome);
  call.header("set-cookie", sessionCookie(result.token, call, deps.settings));
  return "/";
}

async function askProvider(
  call: FinishCall,
  { state, nonce, verifier }: PendingSignIn,
  { configuration, oidc, deps }: { configuration: Configuration; oidc: OidcSettings; deps: WebDeps },
): Promise<Identity> {
  const { authorizationCodeGrant } = await import("openid-client");
  const current = new URL(callbackOf(deps));
  for (const [name, value] of Object.entries(call.query)) current.searchParams.set(name, String(value));
  const tokens = await authorizationCodeGrant(configuration, current, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  return readIdentity(configuration, tokens, oidc);
}

function oidcOf({ settings }: WebDeps): OidcSettings {
  if (settings.oidc === null)
    throw new HttpProblem("not_found", "There is no identity provider here: sign in with a password.");
  return settings.oidc;
}

function callbackOf({ settings: { publicUrl, host, port } }: WebDeps): string {
  return new URL(callbackPath, publicUrl ?? `http://${host.includes(":") ? `[${host}]` : host}:${port}`).href;
}

function cookieName(call: Pick<Call, "isSecure">, { settings }: WebDeps): string {
  return isSafe(call, settings) ? "__Host-cti-oidc" : "cti-oidc";
}

/** Lax, since the way back comes from the provider's site. */
function pendingCookie(value: string | null, call: Pick<Call, "isSecure">, deps: WebDeps): string {
  const secure = isSafe(call, deps.settings) ? "; Secure" : "";
  const age = value === null ? 0 : pendingForMs / 1_000;
  return `${cookieName(call, deps)}=${value ?? ""}; Path=/; HttpOnly; SameSite=Lax${secure}; Max-Age=${age}`;
}

function failed(code: LoginError): string {
  return `/?login_error=${code}`;
}

/** Without what the provider sent, which may hold codes and tokens. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  const told = "error" in error && typeof error.error === "string" ? ` (${error.error.slice(0, 100)})` : "";
  return `${code}: ${error.message.slice(0, 200)}${told}`;
}
