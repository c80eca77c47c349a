import * as zlib from "node:zlib";

/** zlib in the sense of node:stream: written compressed bytes, read decompressed ones. */
export type Decoder =
  | zlib.Gunzip
  | zlib.Inflate
  | zlib.InflateRaw
  | zlib.BrotliDecompress
  | zlib.ZstdDecompress;
export type Encoding = "gzip" | "deflate" | "br" | "zstd";

/** The window that RFC 9659 allows for zstd over HTTP, 8 MB; larger ones are refused. */
const zstdWindowLog = 23;
const chunkSize = 64 * 1024;

/**
 * Reads Content-Encoding: one known coding, or null for none. Returns undefined for an unknown coding and
 * for several, which only bombs use.
 */
export function parseEncoding(header: string | string[] | undefined): Encoding | null | undefined {
  if (header === undefined) return null;
  const codings = (Array.isArray(header) ? header.join(",") : header)
    .split(",")
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== "" && coding !== "identity");
  if (codings.length === 0) return null;
  const [coding] = codings;
  if (codings.length > 1 || coding === undefined) return undefined;
  return encodings.get(coding);
}

const encodings = new Map<string, Encoding>([
  ["gzip", "gzip"],
  ["x-gzip", "gzip"],
  ["deflate", "deflate"],
  ["br", "br"],
  ["zstd", "zstd"],
]);

/** Makes the decoder; the first body byte tells zlib-wrapped deflate from the raw form that some servers send. */
export function createDecoder(encoding: Encoding, firstByte: number): Decoder {
  if (encoding === "gzip") return zlib.createGunzip({ chunkSize });
  if (encoding === "br") return zlib.createBrotliDecompress({ chunkSize });
  if (encoding === "zstd") {
    const params = { [zlib.constants.ZSTD_d_windowLogMax]: zstdWindowLog };
    return zlib.createZstdDecompress({ chunkSize, params });
  }
  const wrapped = (firstByte & 0x0f) === 8;
  return wrapped ? zlib.createInflate({ chunkSize }) : zlib.createInflateRaw({ chunkSize });
}
