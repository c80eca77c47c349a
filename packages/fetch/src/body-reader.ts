import { createByteCollector } from "./byte-collector.ts";
import { createDecoder, type Decoder, type Encoding, parseEncoding } from "./decompress.ts";
import { FetchError } from "./fetch-error.ts";
import type { ResponseHeaders } from "./response-headers.ts";

export type BodyLimits = {
  maxWireBytes: number;
  maxBodyBytes: number;
  /** Beyond a limit, keep what was read instead of failing. */
  truncate: boolean;
};

export type BodyReader = {
  write(chunk: Uint8Array): void;
  end(): void;
  destroy(): void;
  counts(): { wireBytes: number; bytes: number; encoding: string | null };
};

type BodyReaderOptions = {
  url: URL;
  encoding: Encoding | null;
  limits: BodyLimits;
  /** Stops and restarts the socket while the decoder is behind. */
  flow: { pause(): void; resume(): void };
  onDone(body: Uint8Array<ArrayBuffer>): void;
  onFail(error: FetchError): void;
};

/** Tells the coding of a body, or why it must not be read at all (RFC 9110 §8.4, §8.6). */
export function inspectBody(
  headers: ResponseHeaders,
  limits: BodyLimits,
  url: URL,
): Encoding | null | FetchError {
  const encoding = parseEncoding(headers["content-encoding"]);
  if (encoding === undefined) {
    return new FetchError("bad_encoding", `${url.hostname} uses a content encoding that we do not accept.`, {
      url: url.href,
    });
  }
  const cap = encoding === null ? Math.min(limits.maxWireBytes, limits.maxBodyBytes) : limits.maxWireBytes;
  const announced = Number(headers["content-length"] ?? 0);
  return announced > cap && !limits.truncate ? tooLarge(url, cap) : encoding;
}

/** Counts, decompresses and gathers a body; holds at most the caps plus one decoder chunk. */
export function createBodyReader(options: BodyReaderOptions): BodyReader {
  const { url, encoding, limits, flow } = options;
  const collector = createByteCollector();
  let wireBytes = 0;
  let bytes = 0;
  let finished = false;
  let decoder: Decoder | null = null;

  const finish = (): boolean => {
    if (finished) return false;
    finished = true;
    decoder?.destroy();
    return true;
  };
  const done = (): void => {
    if (finish()) options.onDone(collector.join());
  };
  const fail = (error: FetchError): void => {
    if (finish()) options.onFail(error);
  };
  const collect = (chunk: Uint8Array): void => {
    if (finished) return;
    bytes += chunk.length;
    if (bytes <= limits.maxBodyBytes) return collector.add(chunk);
    if (!limits.truncate) return fail(tooLarge(url, limits.maxBodyBytes));
    collector.add(chunk.subarray(0, limits.maxBodyBytes - collector.size()));
    done();
  };
  const startDecoder = (kind: Encoding, firstByte: number): Decoder =>
    createDecoder(kind, firstByte)
      .on("data", collect)
      .on("drain", () => {
        flow.resume();
      })
      .on("end", done)
      .on("error", (cause: Error) => {
        const message = `${url.hostname} sent a ${kind} body that is damaged or cut short.`;
        fail(new FetchError("bad_encoding", message, { url: url.href, cause }));
      });

  return {
    write(chunk) {
      if (finished || chunk.length === 0) return;
      wireBytes += chunk.length;
      if (wireBytes > limits.maxWireBytes && !limits.truncate)
        return fail(tooLarge(url, limits.maxWireBytes));
      if (encoding === null) return collect(chunk);
      if (wireBytes > limits.maxWireBytes) return done();
      decoder ??= startDecoder(encoding, chunk[0] ?? 0);
      if (!decoder.write(chunk)) flow.pause();
    },
    end() {
      if (decoder) decoder.end();
      else done();
    },
    destroy() {
      finish();
    },
    counts: () => ({ wireBytes, bytes, encoding }),
  };
}

function tooLarge(url: URL, cap: number): FetchError {
  return new FetchError("too_large", `The document on ${url.hostname} is larger than ${cap} bytes.`, {
    url: url.href,
  });
}
