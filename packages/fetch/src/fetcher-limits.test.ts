import {
  constants,
  brotliCompressSync,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from "node:zlib";

import { expect, test } from "vitest";

import { serveHttp, serveTcp, testFetcher } from "../test/hostile-web.ts";
import type { TraceEvent } from "./fetch-types.ts";

const text = Buffer.from("Threat actors keep on acting. ".repeat(5000));
const encoders: [string, (data: Buffer) => Buffer][] = [
  ["gzip", gzipSync],
  ["x-gzip", gzipSync],
  ["deflate", deflateSync],
  ["deflate", deflateRawSync],
  ["br", (data) => brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })],
  ["zstd", zstdCompressSync],
  ["identity", (data) => data],
];

function serveEncoded(encoding: string, body: Buffer): ReturnType<typeof serveHttp> {
  return serveHttp((_request, response) => {
    response.writeHead(200, { "content-encoding": encoding });
    response.end(body);
  });
}

test.each(encoders)("a %s body is decompressed and counted on both sides", async (encoding, encode) => {
  const sent = encode(text);
  const server = await serveEncoded(encoding, sent);
  const { body, wireBytes } = await testFetcher({ allow: ["127.0.0.1"] }).get(server.origin);
  expect(text.equals(body)).toBe(true);
  expect(wireBytes).toBe(sent.length);
  expect(body.buffer.byteLength).toBe(body.length);
});

test.each(encoders)("a %s bomb is cut at the cap", async (encoding, encode) => {
  const server = await serveEncoded(encoding, encode(Buffer.alloc(20_000_000)));
  const counts: number[] = [];
  const fetcher = testFetcher({ allow: ["127.0.0.1"], maxWireBytes: 3_000_000, maxBodyBytes: 2_000_000 });
  const failing = fetcher.get(server.origin, {
    trace: (event) => {
      if (event.step === "body") counts.push(event.bytes);
    },
  });
  await expect(failing).rejects.toMatchObject({
    reason: "too_large",
    message: "The document on 127.0.0.1 is larger than 2000000 bytes.",
  });
  expect(counts).toHaveLength(1);
  expect(counts[0]).toBeLessThan(3_000_000);
});

test.each(encoders.filter(([encoding]) => encoding !== "identity"))(
  "a %s body that is cut short or damaged is a bad encoding",
  async (encoding, encode) => {
    const noise = Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * i * 31 + (i >> 3)) % 256));
    const whole = encode(noise);
    const fetcher = testFetcher({ allow: ["127.0.0.1"] });
    const short = await serveEncoded(encoding, whole.subarray(0, whole.length / 2));
    await expect(fetcher.get(short.origin)).rejects.toMatchObject({
      reason: "bad_encoding",
      cause: expect.anything(),
    });
    const lie = await serveEncoded(encoding, Buffer.alloc(1000, 0xff));
    await expect(fetcher.get(lie.origin)).rejects.toMatchObject({ reason: "bad_encoding" });
  },
);

test.each(["gzip, gzip", "gzip, br", "compress", "aws-chunked", "gzip;q=1"])(
  "Content-Encoding %s is refused",
  async (encoding) => {
    const server = await serveEncoded(encoding, gzipSync(text));
    await expect(testFetcher({ allow: ["127.0.0.1"] }).get(server.origin)).rejects.toMatchObject({
      reason: "bad_encoding",
    });
  },
);

test("an empty body is empty in every encoding", async () => {
  const server = await serveEncoded("gzip", Buffer.alloc(0));
  expect((await testFetcher({ allow: ["127.0.0.1"] }).get(server.origin)).body).toHaveLength(0);
});

test("the caller may allow more or less for one document", async () => {
  const server = await serveEncoded("identity", Buffer.alloc(3_000_000));
  const fetcher = testFetcher({ allow: ["127.0.0.1"] });
  expect((await fetcher.get(server.origin, { maxBodyBytes: 4_000_000 })).body).toHaveLength(3_000_000);
  await expect(fetcher.get(server.origin, { maxBodyBytes: 1000 })).rejects.toMatchObject({
    reason: "too_large",
  });
});

test("an announced length beyond the cap is refused before reading", async () => {
  const server = await serveHttp((_request, response) => {
    response.writeHead(200, { "content-length": "999999999" });
    response.write("x");
  });
  await expect(testFetcher({ allow: ["127.0.0.1"] }).get(server.origin)).rejects.toMatchObject({
    reason: "too_large",
  });
  await expect.poll(() => server.sockets.size).toBe(0);
});

test("an endless body is cut at the cap and its connection closed", async () => {
  const server = await serveHttp((_request, response) => {
    const block = Buffer.alloc(65_536);
    const pour = (): void => {
      while (!response.destroyed && response.write(block));
    };
    response.on("drain", pour);
    pour();
  });
  const counts: TraceEvent[] = [];
  const failing = testFetcher({ allow: ["127.0.0.1"] }).get(server.origin, {
    trace: (event) => counts.push(event),
  });
  await expect(failing).rejects.toMatchObject({ reason: "too_large" });
  const body = counts.find((event) => event.step === "body");
  expect(body?.wireBytes).toBeLessThan(1_000_000 + 128 * 1024);
  await expect.poll(() => server.sockets.size).toBe(0);
});

test("a body that drips is ended by the deadline for the whole, however alive it looks", async () => {
  const server = await serveHttp((_request, response) => {
    const drip = setInterval(() => response.write("."), 5);
    response.on("close", () => {
      clearInterval(drip);
    });
  });
  const fetcher = testFetcher({ allow: ["127.0.0.1"], bodyTimeoutMs: 150 });
  await expect(fetcher.get(server.origin)).rejects.toMatchObject({
    reason: "timeout",
    message: "127.0.0.1 did not send the whole document in time.",
  });
  await expect.poll(() => server.sockets.size).toBe(0);
});

test("headers that drip are ended by their deadline", async () => {
  const server = await serveTcp((socket) => {
    socket.write("HTTP/1.1 200 OK\r\n");
    const drip = setInterval(() => socket.write("x: y\r\n"), 5);
    socket.on("close", () => {
      clearInterval(drip);
    });
  });
  const fetcher = testFetcher({ allow: ["127.0.0.1"], headersTimeoutMs: 100 });
  await expect(fetcher.get(server.origin)).rejects.toMatchObject({ reason: "timeout" });
  await expect.poll(() => server.sockets.size).toBe(0);
});

test("interim responses without end are ended by the headers deadline", async () => {
  const server = await serveTcp((socket) => {
    const drip = setInterval(() => socket.write("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"), 5);
    socket.on("close", () => {
      clearInterval(drip);
    });
  });
  const fetcher = testFetcher({ allow: ["127.0.0.1"], headersTimeoutMs: 100 });
  await expect(fetcher.get(server.origin)).rejects.toMatchObject({ reason: "timeout" });
});

test.each([
  ["one long header", { x: "y".repeat(20_000) }],
  ["many headers", Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`x-${i}`, "y".repeat(30)]))],
])("%s is too much", async (_name, headers) => {
  const server = await serveHttp((_request, response) => {
    response.writeHead(200, headers);
    response.end();
  });
  await expect(testFetcher({ allow: ["127.0.0.1"] }).get(server.origin)).rejects.toMatchObject({
    reason: "headers_too_large",
  });
});

test.each([
  ["a body shorter than announced", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort"],
  ["a chunked body cut short", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhel"],
  ["no HTTP at all", "SSH-2.0-OpenSSH_9.6\r\n"],
  ["two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab"],
  [
    "length and chunks",
    "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
  ],
  [
    "an upgrade nobody asked for",
    "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
  ],
  ["nothing", ""],
])("%s is a connection error", async (_name, bytes) => {
  const server = await serveTcp((socket) => {
    socket.end(bytes, "latin1");
  });
  await expect(testFetcher({ allow: ["127.0.0.1"] }).get(server.origin)).rejects.toMatchObject({
    reason: "connection",
  });
  await expect.poll(() => server.sockets.size).toBe(0);
});

test("a body longer than announced ends where it was announced, and the connection is not used again", async () => {
  const server = await serveTcp((socket) => {
    socket.write(
      "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil",
    );
  });
  const fetcher = testFetcher({ allow: ["127.0.0.1"] });
  expect(Buffer.from((await fetcher.get(server.origin)).body).toString()).toBe("hello");
  await expect.poll(() => server.sockets.size).toBe(0);
});

test("an old server's answer ends with its connection", async () => {
  const server = await serveTcp((socket) => {
    socket.end("HTTP/1.0 200 OK\r\ncontent-type: text/plain\r\n\r\nold but whole");
  });
  const { body, contentType } = await testFetcher({ allow: ["127.0.0.1"] }).get(server.origin);
  expect(Buffer.from(body).toString()).toBe("old but whole");
  expect(contentType).toBe("text/plain");
});

test("a connection that is reset in the middle of a body is a connection error", async () => {
  const server = await serveTcp((socket) => {
    socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf", () => {
      socket.resetAndDestroy();
    });
  });
  await expect(testFetcher({ allow: ["127.0.0.1"] }).get(server.origin)).rejects.toMatchObject({
    reason: "connection",
  });
});

test("what the remote side writes cannot put control characters into an answer or a trace", async () => {
  const server = await serveTcp((socket) => {
    socket.end(
      'HTTP/1.1 200 \x1b[31mOK\r\ncontent-type: text/html\x9b31m\r\nserver: a\x85b\r\netag: "\x9b"\r\ncontent-length: 0\r\n\r\n',
      "latin1",
    );
  });
  const events: TraceEvent[] = [];
  const response = await testFetcher({ allow: ["127.0.0.1"] })
    .get(server.origin, { trace: (event) => events.push(event) })
    .catch((error: Error) => error.message);
  expect(JSON.stringify([response, events])).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test("a body of many tiny chunks arrives whole", async () => {
  const server = await serveTcp((socket) => {
    socket.end(
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${"1\r\nx\r\n".repeat(50_000)}0\r\n\r\n`,
    );
  });
  const { body } = await testFetcher({ allow: ["127.0.0.1"] }).get(server.origin);
  expect(body).toHaveLength(50_000);
  expect(body.every((byte) => byte === 120)).toBe(true);
});
