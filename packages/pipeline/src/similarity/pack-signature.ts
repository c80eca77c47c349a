import type { Signature } from "./minhash.ts";

/** A signature as bytes, each number little-endian. */
export function packSignature(signature: Signature): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(signature.length * 4));
  signature.forEach((value, at) => bytes.setUint32(at * 4, value, true));
  return new Uint8Array(bytes.buffer);
}

export function unpackSignature(bytes: Uint8Array): Signature {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.byteLength / 4 }, (_, at) => view.getUint32(at * 4, true));
}
