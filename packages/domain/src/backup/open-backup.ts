import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";

import { readJournal } from "@cti/db/journal";

import { DomainError } from "../errors.ts";
import { damaged } from "./backup-file.ts";
import { memberOf } from "./dump-database.ts";
import { type BackupKeys, decrypt } from "./encryption.ts";
import {
  type Checksums,
  checksumsMember,
  chunkBytes,
  type Manifest,
  manifestMember,
  memberBytes,
  readChecksums,
  readManifest,
  sumsMember,
  sumsOf,
} from "./manifest.ts";
import { type Member, readTar } from "./tar.ts";

/** A backup that is read once, from its beginning to its end. */
export type OpenBackup = {
  manifest: Manifest;
  /** The rows of the next table of the manifest; to be read to their end before the next is asked for. */
  rowsOf(table: string): AsyncGenerator<Buffer>;
  /** After the last table: reads to the end of the file. */
  checksums(): Promise<Checksums>;
  close(): Promise<void>;
};

const decompress = promisify(zstdDecompress);
const ageBeginning = "age-encryption.org/";

/**
 * Reads the beginning of a backup. Whatever is wrong with it, here or later, is a DomainError; so is a backup of a
 * later version.
 */
export async function openBackup(source: AsyncIterable<Uint8Array>, keys: BackupKeys): Promise<OpenBackup> {
  const plain = await withoutEncryption(source, keys);
  const members = explained(readTar(plain, { memberBytes }));
  const first = await members.next();
  if (first.done || first.value.name !== manifestMember) throw damaged("it does not begin with a manifest");
  const manifest = readManifest(first.value.data);
  const manifestData = first.value.data;
  refuseOtherSchema(manifest);
  let next = await members.next();

  return {
    manifest,
    rowsOf: async function* (table) {
      for (let number = 1; !next.done && next.value.name === memberOf(table, number); number += 1) {
        yield await unpack(next.value);
        next = await members.next();
      }
    },
    checksums: async () => {
      if (next.done || next.value.name !== checksumsMember)
        throw damaged(
          next.done ? "its end is missing" : `${next.value.name.slice(0, 100)} is not expected there`,
        );
      const { data } = next.value;
      const end = await members.next();
      if (end.done || end.value.name !== sumsMember) throw damaged("its end is missing");
      if (!end.value.data.equals(sumsOf(manifestData, data)))
        throw damaged("manifest and checksums are not as they were written");
      if (!(await members.next()).done) throw damaged("something stands after its checksums");
      return readChecksums(data);
    },
    close: async () => void (await members.return(undefined)),
  };
}

/** A backup of an older version is brought forward after it was loaded; the other way there is none. */
function refuseOtherSchema({ migrations, version }: Manifest): void {
  const known = readJournal().map(({ tag }) => tag);
  const unknown = migrations.find((tag, at) => tag !== known[at]);
  if (unknown === undefined) return;
  const isNewer = migrations.slice(0, known.length).every((tag, at) => tag === known[at]);
  throw damaged(
    isNewer
      ? `version ${version} made it, whose schema is newer (${unknown}); install that version or a later one`
      : `its schema has the migration ${unknown}, which this version does not know`,
  );
}

async function withoutEncryption(
  source: AsyncIterable<Uint8Array>,
  keys: BackupKeys,
): Promise<AsyncIterable<Uint8Array>> {
  const iterator = source[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let beginning = Buffer.alloc(0);
  while (beginning.length < ageBeginning.length) {
    const { value, done } = await iterator.next();
    if (done) break;
    held.push(value);
    beginning = Buffer.concat([beginning, value.subarray(0, ageBeginning.length)]);
  }
  const whole = again(held, iterator);
  return beginning.toString("latin1").startsWith(ageBeginning) ? decrypt(whole, keys) : whole;
}

async function* again(held: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* held;
    for (let { value, done } = await rest.next(); !done; { value, done } = await rest.next()) yield value;
  } finally {
    await rest.return?.();
  }
}

async function unpack({ name, data }: Member): Promise<Buffer> {
  try {
    return await decompress(data, { maxOutputLength: chunkBytes });
  } catch (error) {
    throw damaged(`${name} cannot be unpacked`, error);
  }
}

/** What decryption finds wrong comes out here too. */
async function* explained(members: AsyncGenerator<Member>): AsyncGenerator<Member> {
  try {
    yield* members;
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw damaged(error instanceof Error ? error.message.slice(0, 200) : "it cannot be read", error);
  }
}
