import type { WebSettings } from "@cti/wiring/web-settings";

import { plainCookie, secureCookie } from "./credential.ts";
import { HttpProblem } from "./handler.ts";

type Connection = { isSecure: boolean };
type CookieSettings = Pick<WebSettings, "insecureHttp" | "publicUrl" | "sessionMaxMs">;

/** Whether nobody on the way reads along; behind a proxy that is not configured, public_url says so. */
export function isSafe({ isSecure }: Connection, { publicUrl }: Pick<CookieSettings, "publicUrl">): boolean {
  return isSecure || publicUrl?.startsWith("https:") === true;
}

/** Throws HttpProblem where a browser would not keep the cookie, before anybody's password is looked at. */
export function requireSafety(call: Connection, settings: CookieSettings): void {
  if (isSafe(call, settings) || settings.insecureHttp) return;
  throw new HttpProblem(
    "forbidden",
    "Signing in over plain HTTP from another machine is off: use https, or set web.insecure_http (CTI_INSECURE_HTTP=1).",
  );
}

/** The Set-Cookie that signs a browser in, or without a token out. */
export function sessionCookie(token: string | null, call: Connection, settings: CookieSettings): string {
  const isKept = isSafe(call, settings);
  return [
    `${isKept ? secureCookie : plainCookie}=${token ?? ""}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Strict",
    ...(isKept ? ["Secure"] : []),
    `Max-Age=${token === null ? 0 : Math.floor(settings.sessionMaxMs / 1_000)}`,
  ].join("; ");
}
