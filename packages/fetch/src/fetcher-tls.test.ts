import { createServer } from "node:https";
import { getCACertificates, setDefaultCACertificates } from "node:tls";

import { expect, onTestFinished, test } from "vitest";

import { expiredTestCertificate, testCertificate, testKey } from "../test/certificates.ts";
import { publicWeb, serveTcp, testFetcher } from "../test/hostile-web.ts";
import { listen } from "../test/listen.ts";
import type { TraceEvent } from "./fetch-types.ts";

async function serveHttps(cert: string): Promise<number> {
  const { port } = await listen(
    createServer({ key: testKey, cert }, (_request, response) => response.end("secure")),
  );
  return port;
}

function trust(certificate: string): void {
  const before = getCACertificates("default");
  setDefaultCACertificates([...before, certificate]);
  onTestFinished(() => {
    setDefaultCACertificates(before);
  });
}

test("a certificate from an authority we trust and for this name is accepted", async () => {
  trust(testCertificate);
  const port = await serveHttps(testCertificate);
  const events: TraceEvent[] = [];
  const fetcher = testFetcher({}, publicWeb(port));
  const response = await fetcher.get("https://news.example/", { trace: (event) => events.push(event) });
  expect(Buffer.from(response.body).toString()).toBe("secure");
  expect(events.find((event) => event.step === "tls")).toMatchObject({
    protocol: "TLSv1.3",
    authorized: true,
    issuer: "Test only",
  });
});

test.each([
  [
    "a self-signed certificate",
    testCertificate,
    false,
    "https://news.example/",
    "news.example has a self-signed certificate.",
  ],
  [
    "an expired certificate",
    expiredTestCertificate,
    true,
    "https://news.example/",
    "news.example has a certificate that has expired.",
  ],
  [
    "another host's certificate",
    testCertificate,
    true,
    "https://other.example/",
    "other.example has a certificate for another host name.",
  ],
  [
    "a certificate without the address",
    testCertificate,
    true,
    "https://93.184.215.14/",
    "93.184.215.14 has a certificate for another host name.",
  ],
])("%s is refused in plain words", async (_name, certificate, trusted, url, message) => {
  if (trusted) trust(certificate);
  const port = await serveHttps(certificate);
  const events: TraceEvent[] = [];
  const failing = testFetcher({}, publicWeb(port)).get(url, { trace: (event) => events.push(event) });
  await expect(failing).rejects.toMatchObject({ reason: "tls", message, cause: expect.anything() });
  expect(events.find((event) => event.step === "tls")).toMatchObject({ authorized: false });
});

test("a port that does not speak TLS, and one that hangs up or stays silent during the handshake", async () => {
  const plain = await serveTcp((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  await expect(testFetcher({}, publicWeb(plain.port)).get("https://news.example/")).rejects.toMatchObject({
    reason: "tls",
  });
  const rude = await serveTcp((socket) => socket.destroy());
  await expect(testFetcher({}, publicWeb(rude.port)).get("https://news.example/")).rejects.toMatchObject({
    reason: "connection",
  });
  const silent = await serveTcp(() => {});
  const fetcher = testFetcher({ connectTimeoutMs: 100 }, publicWeb(silent.port));
  await expect(fetcher.get("https://news.example/")).rejects.toMatchObject({ reason: "timeout" });
  await expect.poll(() => silent.sockets.size).toBe(0);
});
