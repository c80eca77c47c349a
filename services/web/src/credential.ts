import type { FastifyRequest } from "fastify";
import type { WebSettings } from "@cti/wiring/web-settings";

/** Kept only where nobody on the way can read it; browsers refuse it from anywhere else. */
export const secureCookie = "__Host-cti";
/** Takes its place where `web.insecure_http` allows it. */
export const plainCookie = "cti";

/** What a request shows to say who asks; `malformed` is neither a token nor a session. */
export type Credential =
  | { kind: "session"; token: string }
  | { kind: "token"; token: string }
  | { kind: "malformed" };

/** A header goes before a cookie: a browser adds cookies by itself, a header somebody meant. */
export function readCredential(
  request: FastifyRequest,
  { insecureHttp }: Pick<WebSettings, "insecureHttp">,
): Credential | null {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const [, token] = /^Bearer +([\w-]{1,200})$/i.exec(authorization) ?? [];
    return token === undefined ? { kind: "malformed" } : { kind: "token", token };
  }
  const token = readCookie(request, secureCookie) ?? (insecureHttp ? readCookie(request, plainCookie) : null);
  return token === null ? null : { kind: "session", token };
}

/** The first cookie of that name. */
export function readCookie(request: FastifyRequest, name: string): string | null {
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const [key = "", ...value] = pair.split("=");
    if (key.trim() === name) return value.join("=").trim();
  }
  return null;
}
