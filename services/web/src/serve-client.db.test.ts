import { once } from "node:events";
import fs from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { afterAll, beforeAll, expect, test } from "vitest";

import { testHandlers, testRoutes } from "../test/test-routes.ts";
import { type Asker, type TestWeb, testWeb } from "../test/test-web.ts";

const table = { routes: testRoutes, handlers: testHandlers };
const script = `console.log("${"x".repeat(3_000)}")`;
const page = '<!doctype html><title>CTI</title><script type="module" src="/assets/app-Ab12.js"></script>';
const asPage = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

let folder: string;
let web: TestWeb;
let nobody: Asker;

async function write(name: string, content: string | Buffer): Promise<void> {
  await fs.mkdir(path.dirname(path.join(folder, name)), { recursive: true });
  await fs.writeFile(path.join(folder, name), content);
}

beforeAll(async () => {
  const parent = await fs.mkdtemp(path.join(os.tmpdir(), "client-"));
  await fs.writeFile(path.join(parent, "secret.js"), "not for you");
  folder = path.join(parent, "dist");
  for (const [name, content] of [
    ["index.html", page],
    ["theme.js", "theme()"],
    ["icon.svg", "<svg/>"],
    ["assets/app-Ab12.js", script],
    ["assets/plain-Cd34.css", "a{}"],
    ["assets/app-Ab12.js.map", "{}"],
    [".env", "not for you"],
    ["assets/.hidden.js", "not for you"],
    ["notes.md", "not for you"],
  ] as const)
    await write(name, content);
  for (const name of ["index.html", "assets/app-Ab12.js"]) {
    const text = await fs.readFile(path.join(folder, name));
    await write(`${name}.br`, brotliCompressSync(text));
    await write(`${name}.gz`, gzipSync(text));
  }
  web = await testWeb({}, table, folder);
  await web.app.listen({ host: "127.0.0.1", port: 0 });
  nobody = await web.as("nobody");
});
/** Over a socket: clients put addresses in order before they send them, and attackers do not. */
async function askAsWritten(
  address: string,
): Promise<{ status: number | undefined; headers: http.IncomingHttpHeaders; text: string }> {
  const { port } = web.app.server.address() as AddressInfo;
  const request = http.get({ port, host: "127.0.0.1", path: address, headers: asPage, agent: false });
  const [answer] = (await once(request, "response")) as [http.IncomingMessage];
  const pieces = (await answer.toArray()) as Buffer[];
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: Buffer.concat(pieces).toString(),
  };
}

afterAll(async () => {
  await web.close();
  await fs.rm(path.dirname(folder), { recursive: true, force: true });
});

test.each(["/", "/stories/12", "/ops/sources?state=failing", "/attack"])(
  "%s is the page of the application, which nothing keeps",
  async (address) => {
    const { status, headers, text } = await nobody.get(address, asPage);
    expect([status, text]).toEqual([200, page]);
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("require-trusted-types-for 'script'") as string,
    });
  },
);

test("a file with a hash in its name is kept for good, another one is asked for again", async () => {
  const kept = await nobody.get("/assets/app-Ab12.js");
  expect([kept.status, kept.text]).toEqual([200, script]);
  expect(kept.headers).toMatchObject({
    "content-type": "application/javascript; charset=utf-8",
    "cache-control": "public, max-age=31536000, immutable",
    "x-content-type-options": "nosniff",
    vary: expect.stringMatching(/^accept-encoding/i) as string,
  });
  expect((await nobody.get("/assets/plain-Cd34.css")).headers["content-type"]).toBe(
    "text/css; charset=utf-8",
  );
  expect((await nobody.get("/icon.svg")).headers["content-type"]).toBe("image/svg+xml");
  const again = await nobody.get("/theme.js");
  expect(again.headers["cache-control"]).toBe("no-cache");
  const known = { "if-none-match": String(again.headers["etag"]) };
  const unchanged = await nobody.get("/theme.js", known);
  expect([unchanged.status, unchanged.text]).toEqual([304, ""]);
});

test.each([
  ["br, gzip", "br"],
  ["gzip", "gzip"],
  ["identity", undefined],
])("for a browser that takes %s it comes as it was compressed at the build", async (accepted, used) => {
  const file = { br: ".br", gzip: ".gz" }[used ?? ""] ?? "";
  for (const [address, name] of [
    ["/assets/app-Ab12.js", "assets/app-Ab12.js"],
    ["/stories", "index.html"],
  ] as const) {
    const answer = await web.app.inject({
      url: address,
      headers: { host: "localhost", "accept-encoding": accepted, ...asPage },
    });
    expect(answer.headers["content-encoding"]).toBe(used);
    expect(answer.rawPayload).toEqual(await fs.readFile(path.join(folder, `${name}${file}`)));
    expect(answer.headers["content-type"]).toContain(name.endsWith("js") ? "javascript" : "text/html");
  }
});

test("HEAD says what GET would, without sending it", async () => {
  for (const address of ["/", "/assets/app-Ab12.js"]) {
    const [head, get] = [await nobody.ask("HEAD", address), await nobody.get(address)];
    expect([head.status, head.text]).toEqual([200, ""]);
    expect(head.headers["content-length"]).toBe(get.headers["content-length"]);
    expect(head.headers["cache-control"]).toBe(get.headers["cache-control"]);
  }
});

test.each([
  "/assets/none-Ab12.js",
  "/assets/app-Ab12.js.map",
  "/assets/app-Ab12.js.br",
  "/assets/",
  "/assets/.hidden.js",
  "/.env",
  "/notes.md",
  "/../secret.js",
  "/..%2fsecret.js",
  "/%2e%2e/secret.js",
  "/assets/..%2f..%2fsecret.js",
  "/assets/%2e%2e/%2e%2e/secret.js",
  "/..\\secret.js",
  "//secret.js",
  "/assets//app-Ab12.js",
  "/theme.js%00.html",
])("%s is not there", async (address) => {
  const { status, text, headers } = await askAsWritten(address);
  expect([400, 404], text).toContain(status);
  expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  expect(headers["cache-control"]).toBe("no-store");
  expect(text).not.toContain("not for you");
});

test.each(["/api", "/api/v1/nothing", "/api/v2", "/health/nothing", "/metrics/x", "/discovery", "/oidc/x"])(
  "%s is for programs: no page is given for what is not there",
  async (address) => {
    const answer = await nobody.get(address, asPage);
    expect([answer.status, answer.body.code]).toEqual([404, "not_found"]);
  },
);

test("a page is given to browsers that open one; who asks for something else is told that it is not there", async () => {
  for (const accept of ["application/json", "*/*"])
    expect((await nobody.get("/stories/12", { accept })).status).toBe(404);
  for (const method of ["POST", "PUT", "DELETE"])
    expect((await nobody.ask(method, "/stories/12", { headers: asPage })).status).toBe(404);
});

test("a new build is served without a restart", async () => {
  await write("assets/late-Ef56.js", "late()");
  expect((await nobody.get("/assets/late-Ef56.js")).text).toBe("late()");
});

test("without a build a page says how to make one, and the API works", async () => {
  const bare = await testWeb({}, table);
  try {
    const visitor = await bare.as("nobody");
    for (const address of ["/", "/stories/12"]) {
      const { status, text, headers } = await visitor.get(address, asPage);
      expect([status, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
      expect(text).toContain("npm run build");
      expect(text).toContain("/api/openapi.json");
      expect(text).not.toMatch(/<style|style=|<script/);
      expect(headers["cache-control"]).toBe("no-store");
    }
    expect((await visitor.get("/assets/app-Ab12.js", asPage)).status).toBe(404);
    expect((await (await bare.as("viewer")).get("/api/v1/things")).status).toBe(200);
  } finally {
    await bare.close();
  }
});
