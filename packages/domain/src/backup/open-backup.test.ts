import { zstdCompressSync } from "node:zlib";

import { readJournal } from "@cti/db/journal";
import { expect, test } from "vitest";

import { noKeys } from "./encryption.ts";
import { type Checksums, formatVersion, type Manifest, productName, sumsOf, toMember } from "./manifest.ts";
import { openBackup } from "./open-backup.ts";
import { type Member, writeTar } from "./tar.ts";

const manifest = toMember({
  product: productName,
  format: formatVersion,
  version: "0.1.0",
  created_at: "2026-11-20T02:45:00.000Z",
  postgres: "18.0",
  migrations: readJournal().map(({ tag }) => tag),
  tables: [
    { name: "a", columns: ["id"] },
    { name: "b", columns: ["id"] },
  ],
  run: null,
} satisfies Manifest);
const checksums = toMember({ tables: {}, sequences: {} } satisfies Checksums);
const part = (table: string, number: number, text: string): Member => ({
  name: `tables/${table}/${String(number).padStart(6, "0")}.copy.zst`,
  data: zstdCompressSync(Buffer.from(text)),
});
const end: Member[] = [
  { name: "checksums.json", data: checksums },
  { name: "SHA256SUMS", data: sumsOf(manifest, checksums) },
];

/** All rows of both tables, after everything was read to its end. */
async function read(...members: Member[]): Promise<Record<string, string>> {
  async function* all(): AsyncGenerator<Member> {
    yield { name: "manifest.json", data: manifest };
    for (const member of members) yield await Promise.resolve(member);
  }
  const backup = await openBackup(writeTar(all(), new Date(0)), noKeys);
  const rows: Record<string, string> = {};
  for (const { name } of backup.manifest.tables)
    rows[name] = Buffer.concat(await Array.fromAsync(backup.rowsOf(name))).toString();
  await backup.checksums();
  return rows;
}

test("the parts of a table are joined, and a table may have none", async () => {
  expect(await read(part("a", 1, "1\n2"), part("a", 2, "3\n"), ...end)).toEqual({ a: "1\n23\n", b: "" });
});

test("a part that unpacks to more than a part may hold is not unpacked", async () => {
  await expect(read(part("a", 1, "0".repeat(64_000_000)), ...end)).rejects.toThrow(
    "tables/a/000001.copy.zst cannot be unpacked",
  );
});

test("parts that are missing, come twice, in another order, or under a name of another kind are refused", async () => {
  const [one, two] = [part("a", 1, "1\n"), part("a", 2, "2\n")];
  const stranger = (name: string): Member => ({ name, data: Buffer.from("x") });
  for (const members of [
    [two],
    [one, one],
    [two, one],
    [part("b", 1, "1\n"), one],
    [stranger("../../etc/passwd")],
    [stranger("tables/a/../b")],
  ])
    await expect(read(...members, ...end)).rejects.toThrow("is not expected there");
  await expect(read(one, ...end, two)).rejects.toThrow("after its checksums");
  await expect(read(one, ...end.slice(0, 1))).rejects.toThrow("its end is missing");
  await expect(read(one)).rejects.toThrow("its end is missing");
});
