import fs from "node:fs/promises";
import path from "node:path";

import serveStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import { HttpProblem } from "./handler.ts";
import { pathOf } from "./request-state.ts";

/** Where `npm run build` puts the browser application. */
export const builtClient = path.resolve(import.meta.dirname, "../client/dist");

/** Letters of what a route's parameter may be. */
export const longestPart = 200;

/** The files of a build that are served, and no others: no dot files, no source maps, nothing below further folders. */
const asset = /^\/(?:assets\/)?[\w-][\w.-]*\.(?:js|css|svg|png|ico|woff2|txt|webmanifest)$/;
/** Its name holds a hash of what is in it. */
const hashed = /^\/assets\//;
/** What programs ask for, and files: an address here that nobody serves is not there, and no page. */
const reserved = /^\/(?:api|assets|health|metrics|discovery|oidc)(?:\/|$)/;

/**
 * Serves the browser application of `folder`: its files, and its one page under every address that a browser goes to
 * and nobody else serves. A build that comes or changes while the service runs is served at once; until there is one,
 * a page says how to make it.
 */
export async function serveClient(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(serveStatic, {
    root: folder,
    serve: false,
    suppressWarning: true,
    preCompressed: true,
    index: false,
    dotfiles: "ignore",
    // Set here, for each kind of file.
    cacheControl: false,
    allowedPath: (name) => name === "/index.html" || asset.test(name),
    setHeaders: (reply, file) => void reply.header("cache-control", cachingOf(folder, file)),
  });
  app.route({
    method: ["GET", "HEAD"],
    url: "/*",
    handler: (request, reply) => answer(request, reply, folder),
  });
}

async function answer(request: FastifyRequest, reply: FastifyReply, folder: string): Promise<FastifyReply> {
  const name = pathOf(request);
  // Of such an address the router only says that no route has it.
  if (name.split("/").some((part) => part.length > longestPart))
    throw new HttpProblem("uri_too_long", "A part of the address is too long.");
  if (asset.test(name)) return reply.sendFile(name);
  const isPage = name === "/" || (!reserved.test(name) && isNavigation(request, name));
  if (!isPage) {
    reply.callNotFound();
    return reply;
  }
  if (await isBuilt(folder)) return reply.sendFile("/index.html");
  return reply.type("text/html; charset=utf-8").send(unbuilt);
}

/** Browsers say so when somebody opens a page; a name with an ending is a file that is not there. */
function isNavigation({ headers }: FastifyRequest, name: string): boolean {
  const last = name.slice(name.lastIndexOf("/") + 1);
  return (headers.accept ?? "").includes("text/html") && !last.includes(".");
}

async function isBuilt(folder: string): Promise<boolean> {
  return fs.access(path.join(folder, "index.html")).then(
    () => true,
    () => false,
  );
}

const unbuilt = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>CTI Scraper</title></head>
<body>
<h1>CTI Scraper</h1>
<p>The web interface is not built yet: run <code>npm run build</code> in the folder of CTI Scraper, then load this page again.</p>
<p>The API works without it; it is described at <a href="/api/openapi.json">/api/openapi.json</a>.</p>
</body>
</html>
`;

/** The page itself is never kept, so that a new build is seen; what it names by hash is kept for good. */
function cachingOf(folder: string, file: string): string {
  const name = `/${path.relative(folder, file).split(path.sep).join("/")}`;
  if (hashed.test(name)) return "public, max-age=31536000, immutable";
  return name.startsWith("/index.html") ? "no-store" : "no-cache";
}
