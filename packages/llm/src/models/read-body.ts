import { ModelError } from "./model-error.ts";

/** The pieces of a body, up to a size; what is larger is not read to its end. */
export async function* cappedBody(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  heard: () => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    heard();
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

/** A whole body as text. */
export async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** The start of a body as text: enough for a message. */
export async function readStart(body: AsyncIterable<Uint8Array>, maxChars: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= maxChars) break;
  }
  return text.slice(0, maxChars);
}

/** The error for an answer that is larger than anything Ollama has reason to send. */
export function tooLarge(maxBytes: number): ModelError {
  const limit = `${Math.round(maxBytes / 1_000_000)} MB`;
  return new ModelError(
    "bad_answer",
    `The answer is larger than ${limit}: is it Ollama that OLLAMA_URL names?`,
  );
}
