// Runs in a container beside the stack: the samples, and feeds that grow when they are told to.
import { createServer } from "node:http";

import { buildFeed, buildPage } from "../../../packages/testing/src/build-feed.ts";
import { buildResources } from "../../../samples/resources.ts";

const origin = "http://feeds:8080";
const resources = buildResources(origin, new Date());
/** What each feed lists; POST /entries/9 makes it nine. */
let entries = 4;

createServer((request, response) => {
  const address = request.url ?? "/";
  const [, kind = "", first = "", second = ""] = address.split("/");
  const answer = (type: string, body: string): void =>
    void response.writeHead(200, { "content-type": type }).end(body);
  if (request.method === "POST") entries = Number(first);
  if (kind === "entries") return answer("text/plain", String(entries));
  if (kind === "feed") return answer("application/rss+xml", feed(first));
  if (kind === "page") return answer("text/html", buildPage(title(first, second), `f${first}x${second}`, 8));
  const sample = resources.get(address)?.[0];
  if (sample) return answer(sample.type, sample.body);
  response.writeHead(404).end();
}).listen(8080);

function feed(name: string): string {
  const listed = Array.from({ length: entries }, (_, at) => ({
    title: title(name, String(at)),
    path: `/page/${name}/${at}`,
  }));
  return buildFeed(origin, listed);
}

function title(name: string, at: string): string {
  return `Report ${name}-${at}`;
}
