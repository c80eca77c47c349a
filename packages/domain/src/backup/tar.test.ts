import { execFileSync } from "node:child_process";

import { expect, test } from "vitest";

import { type Member, readTar, writeTar } from "./tar.ts";

const at = new Date("2026-11-20T02:45:00Z");
async function* of<T>(...items: T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}
const write = async (...members: Member[]): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(writeTar(of(...members), at)));
const read = (...pieces: Uint8Array[]): Promise<Member[]> =>
  Array.fromAsync(readTar(of(...pieces), { memberBytes: 10_000 }));
const member = (name: string, text: string): Member => ({ name, data: Buffer.from(text) });

test("what was written is read again, in whatever pieces it comes", async () => {
  const members = [
    member("manifest.json", "{}"),
    member("tables/a/000001", "x".repeat(600)),
    member("empty", ""),
  ];
  const bytes = await write(...members);
  expect(await read(bytes)).toEqual(members);
  expect(await read(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(members);
});

test("any tar opens it", async () => {
  const bytes = await write(member("manifest.json", "{}"), member("tables/a/000001", "rows"));
  expect(execFileSync("tar", ["-tf", "-"], { input: bytes, encoding: "utf8" })).toBe(
    "manifest.json\ntables/a/000001\n",
  );
  expect(execFileSync("tar", ["-xOf", "-", "tables/a/000001"], { input: bytes, encoding: "utf8" })).toBe(
    "rows",
  );
});

test("links, folders, sizes that are too large, and headers that were changed are refused", async () => {
  const bytes = await write(member("a", "b"));
  const changed = (...changes: [number, string][]): Buffer => {
    const copy = Buffer.from(bytes);
    for (const [offset, text] of changes) copy.write(text, offset, "latin1");
    copy.fill(" ", 148, 156);
    const sum = copy.subarray(0, 512).reduce((all, byte) => all + byte, 0);
    copy.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
    return copy;
  };
  for (const kind of "12345xgLK") await expect(read(changed([156, kind]))).rejects.toThrow("plain files");
  await expect(read(changed([124, "77777777777"]))).rejects.toThrow("8589934591 bytes");
  await expect(read(changed([124, "-0000000001"]))).rejects.toThrow("plain files");
  await expect(read(changed([345, "../.."]))).rejects.toThrow("plain files");
  const flipped = Buffer.from(bytes);
  flipped[0] = 0x63;
  await expect(read(flipped)).rejects.toThrow("checksum");
});

test("an end that is missing, and anything after it, is noticed", async () => {
  const bytes = await write(member("a", "b"));
  await expect(read(bytes.subarray(0, -512))).rejects.toThrow("ends in the middle");
  await expect(read(bytes.subarray(0, 600))).rejects.toThrow("ends in the middle");
  await expect(read(bytes, Buffer.from("more"))).rejects.toThrow("after its end");
  expect(await read(bytes, Buffer.alloc(8_192))).toHaveLength(1);
});
