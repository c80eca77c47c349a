import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A server that passes everything on to another one, whose lines it lets through one after the other. */
export async function paced(
  target: string,
  lineMs: number,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    // Who hung up on one side hangs up on the other; what is written then goes nowhere.
    pass(request, response, { target, lineMs }).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  { target, lineMs }: { target: string; lineMs: number },
): Promise<void> {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = "GET", url = "/" } = request;
  const body = chunks.length > 0 ? Buffer.concat(chunks) : null;
  const headers = { "content-type": "application/json" };
  const answer = await fetch(target + url, { method, headers, body, signal: gone.signal });
  response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/plain" });
  let left = "";
  for await (const text of (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const lines = (left + text).split("\n");
    left = lines.pop() ?? "";
    for (const line of lines) {
      response.write(`${line}\n`);
      await pause(lineMs, undefined, { signal: gone.signal });
    }
  }
  response.end(left);
}
