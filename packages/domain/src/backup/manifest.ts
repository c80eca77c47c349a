import { hash } from "node:crypto";

import { z } from "zod";

import { damaged } from "./backup-file.ts";

/** Raised when what was written before can no longer be read in the same way. */
export const formatVersion = 1;
export const productName = "cti-scraper";
export const manifestMember = "manifest.json";
export const checksumsMember = "checksums.json";
/** Checksums of the two above, as `sha256sum --check` reads them. */
export const sumsMember = "SHA256SUMS";

/** Uncompressed bytes of a member of a table; it is read as a whole, so this is also what it may unpack to. */
export const chunkBytes = 4 * 1_048_576;
/** Largest member as it stands in the file: a chunk that did not shrink, or a list of checksums. */
export const memberBytes = chunkBytes + 65_536;

const name = z.string().min(1).max(63);
const count = z.int().nonnegative();
const hex = z.string().regex(/^[0-9a-f]{64}$/);

const manifestShape = z.object({
  product: z.literal(productName),
  format: z.int().positive(),
  /** Of the product that wrote it. */
  version: z.string().max(100),
  created_at: z.iso.datetime(),
  postgres: z.string().max(100),
  /** Applied migrations, in their order. */
  migrations: z.array(z.string().max(200)).min(1).max(10_000),
  /** In the order in which they follow; without generated columns. */
  tables: z.array(z.object({ name, columns: z.array(name).min(1).max(2_000) })).max(10_000),
  /** The run that wrote it, which is still running in what it wrote. */
  run: z.int().positive().nullable(),
});

const tableSums = z.object({
  rows: count,
  /** Of the rows as text, and their SHA-256. */
  bytes: count,
  sha256: hex,
  /** Sum of the SHA-256 of each row: the same in whatever order the rows stand. */
  sum: hex,
});

const checksumsShape = z.object({
  tables: z.record(name, tableSums),
  sequences: z.record(name, z.object({ last: z.string().regex(/^-?\d{1,20}$/), called: z.boolean() })),
});

/** First in the file: what is needed to read on. */
export type Manifest = z.output<typeof manifestShape>;
/** Of one table. */
export type TableSums = z.output<typeof tableSums>;
/** At the end of the file, since only then it is known. */
export type Checksums = z.output<typeof checksumsShape>;

/** Throws DomainError when it is no manifest, or one of a later format. */
export function readManifest(data: Buffer): Manifest {
  const value = readJson(data, manifestMember);
  const about = z.object({ product: z.string(), format: z.number() }).safeParse(value);
  if (!about.success || about.data.product !== productName) throw damaged("it was not made by CTI Scraper");
  if (about.data.format > formatVersion)
    throw damaged(
      `its format is ${about.data.format}, this version reads formats up to ${formatVersion}; install a newer version`,
    );
  return parse(manifestShape, value, manifestMember);
}

export function readChecksums(data: Buffer): Checksums {
  return parse(checksumsShape, readJson(data, checksumsMember), checksumsMember);
}

export function toMember(value: Manifest | Checksums): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

/** The last member; a file that was cut off has none. */
export function sumsOf(manifest: Buffer, checksums: Buffer): Buffer {
  const line = (data: Buffer, name: string): string => `${hash("sha256", data, "hex")}  ${name}\n`;
  return Buffer.from(line(manifest, manifestMember) + line(checksums, checksumsMember));
}

function readJson(data: Buffer, member: string): unknown {
  try {
    return JSON.parse(data.toString("utf8"));
  } catch (error) {
    throw damaged(`its ${member} is no JSON`, error);
  }
}

function parse<Shape extends z.ZodType>(shape: Shape, value: unknown, member: string): z.output<Shape> {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw damaged(`its ${member} is not as it was written (${issue?.path.join(".")}: ${issue?.message})`);
}
