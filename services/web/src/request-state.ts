import type { Principal } from "@cti/domain/accounts/principal";
import type { FastifyInstance, FastifyRequest } from "fastify";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; null before authentication and where nobody is signed in. */
    who: Principal | null;
  }
}

export function addRequestState(app: FastifyInstance): void {
  app.decorateRequest("who", null);
}

/** The client's address through trusted proxies; what a proxy wrote that is none is not believed. */
export function addressOf(request: FastifyRequest): string {
  const address = plain(request.ip);
  return /^[\da-f.:]{2,45}$/i.test(address) ? address : plain(request.socket.remoteAddress ?? "");
}

/** Whether it came over https, as this process or a trusted proxy sees it. */
export function isHttps(request: FastifyRequest): boolean {
  // Typed as one of two words, but a proxy may write anything.
  return /^https$/i.test(request.protocol);
}

/** The path alone: queries may hold what nobody should read in a log. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split("?", 1)[0] ?? "";
}

/** IPv4 that arrives at an IPv6 socket is still IPv4. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}
