import { ModelError, remoteText } from "./model-error.ts";
import { tooLarge } from "./read-body.ts";
import { serverFailure } from "./status-failure.ts";
import { brokenOff } from "./transport-failure.ts";

const maxLineChars = 2_000_000;

/**
 * Passes the lines of a stream on, each one a JSON object. The client library skips lines that it cannot read, with a
 * word on the console, and knows an error in a line only as a text; here both end the stream with ModelError, as does
 * a stream that ends before the line that closes it (`done`, or the status `success`).
 */
export async function* jsonLines(
  body: AsyncIterable<Uint8Array>,
  base: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let complete = false;
  for await (const line of linesOf(body)) {
    const value = objectOf(line, base);
    const { error } = value;
    if (error !== undefined) throw serverFailure(base, typeof error === "string" ? error : line);
    complete ||= value["done"] === true || value["status"] === "success";
    yield encoder.encode(`${line}\n`);
  }
  if (!complete) throw brokenOff(base);
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > maxLineChars) throw tooLarge(maxLineChars);
    for (const line of lines) if (line.trim() !== "") yield line;
  }
  rest += decoder.decode();
  if (rest.trim() !== "") yield rest;
}

function objectOf(line: string, base: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new ModelError(
    "bad_answer",
    `Ollama at ${base} sent a line that is no JSON object: ${remoteText(line)}`,
  );
}
