import * as crypto from "node:crypto";
import { promisify } from "node:util";

/** A password that was stretched, with all that is needed to stretch another one the same way. */
export type PasswordHash =
  | { kind: "argon2id"; memoryKib: number; passes: number; lanes: number; salt: Buffer; hash: Buffer }
  | { kind: "scrypt"; cost: number; blockSize: number; lanes: number; salt: Buffer; hash: Buffer };

const argon2 = { memoryKib: 19_456, passes: 2, lanes: 1 };
const scrypt = { cost: 2 ** 15, blockSize: 8, lanes: 3 };

/** A fresh hash to write into the configuration: argon2id where this Node has it, else scrypt. */
export function hashPassword(password: string): string {
  const salt = crypto.randomBytes(16);
  if (hasArgon2()) {
    const { memoryKib, passes, lanes } = argon2;
    const hash = crypto.argon2Sync("argon2id", argon2Input(argon2, password, salt, 32));
    return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${base64(salt)}$${base64(hash)}`;
  }
  const { cost, blockSize, lanes } = scrypt;
  const hash = crypto.scryptSync(password.normalize("NFC"), salt, 32, scryptLimits(scrypt));
  return `$scrypt$N=${cost},r=${blockSize},p=${lanes}$${base64(salt)}$${base64(hash)}`;
}

/** The same off the main thread, for services that answer others meanwhile. */
export async function stretchPassword(password: string): Promise<string> {
  const salt = crypto.randomBytes(16);
  if (!hasArgon2()) return hashPassword(password);
  const { memoryKib, passes, lanes } = argon2;
  const hash = await promisify(crypto.argon2)("argon2id", argon2Input(argon2, password, salt, 32));
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${base64(salt)}$${base64(hash)}`;
}

/** Of no password at all, and as much work to check as a real one. */
export function impossibleHash(): PasswordHash {
  const [salt, hash] = [crypto.randomBytes(16), crypto.randomBytes(32)];
  return hasArgon2()
    ? { kind: "argon2id", ...argon2, salt, hash }
    : { kind: "scrypt", ...scrypt, salt, hash };
}

/** Whether it was made as `hashPassword` makes them today. */
export function isCurrent(hash: PasswordHash): boolean {
  if (!hasArgon2())
    return hash.kind === "scrypt" && hash.cost === scrypt.cost && hash.blockSize === scrypt.blockSize;
  return (
    hash.kind === "argon2id" &&
    hash.memoryKib === argon2.memoryKib &&
    hash.passes === argon2.passes &&
    hash.lanes === argon2.lanes
  );
}

const pattern =
  /^\$(argon2id|scrypt)\$(?:v=19\$)?([a-zA-Z]+=\d+(?:,[a-zA-Z]+=\d+)*)\$([\w+/-]+)=*\$([\w+/-]+)=*$/;

/** Reads what `hashPassword` wrote, or another program in the same form; null when it is none of these. */
export function parseHash(text: string): PasswordHash | null {
  const [, kind, list = "", saltText = "", hashText = ""] = pattern.exec(text) ?? [];
  const numbers = new Map(list.split(",").map((pair) => pair.split("=") as [string, string]));
  const number = (name: string): number => Number(numbers.get(name) ?? Number.NaN);
  const salt = Buffer.from(saltText, "base64");
  const hash = Buffer.from(hashText, "base64");
  if (salt.length < 8 || hash.length < 16 || hash.length > 128) return null;
  const lanes = number("p");
  if (!isWithin(lanes, 1, 16)) return null;
  if (kind === "argon2id") {
    const [memoryKib, passes] = [number("m"), number("t")];
    const isSane = isWithin(memoryKib, 1_024, 1_048_576) && isWithin(passes, 1, 100);
    return isSane ? { kind, memoryKib, passes, lanes, salt, hash } : null;
  }
  const cost = numbers.has("ln") ? 2 ** number("ln") : number("N");
  const blockSize = number("r");
  const isSane =
    isWithin(cost, 1_024, 2 ** 20) && Number.isInteger(Math.log2(cost)) && isWithin(blockSize, 1, 32);
  return isSane ? { kind: "scrypt", cost, blockSize, lanes, salt, hash } : null;
}

/** Whether this Node can check hashes of that kind. */
export function isSupported({ kind }: PasswordHash): boolean {
  return kind === "scrypt" || hasArgon2();
}

/** Takes tens of milliseconds and megabytes by design, off the main thread. */
export async function verifyPassword(expected: PasswordHash, password: string): Promise<boolean> {
  return crypto.timingSafeEqual(await stretch(expected, password), expected.hash);
}

async function stretch(like: PasswordHash, password: string): Promise<Buffer> {
  if (like.kind === "argon2id")
    return promisify(crypto.argon2)("argon2id", argon2Input(like, password, like.salt, like.hash.length));
  const derive = promisify<string, Buffer, number, crypto.ScryptOptions, Buffer>(crypto.scrypt);
  return derive(password.normalize("NFC"), like.salt, like.hash.length, scryptLimits(like));
}

function hasArgon2(): boolean {
  return typeof crypto.argon2Sync === "function";
}

function argon2Input(
  { memoryKib, passes, lanes }: typeof argon2,
  password: string,
  nonce: Buffer,
  tagLength: number,
): crypto.Argon2Parameters {
  return {
    message: password.normalize("NFC"),
    nonce,
    parallelism: lanes,
    tagLength,
    memory: memoryKib,
    passes,
  };
}

function scryptLimits({ cost, blockSize, lanes }: typeof scrypt): crypto.ScryptOptions {
  return { N: cost, r: blockSize, p: lanes, maxmem: 256 * cost * blockSize + 1_048_576 };
}

/** Standard base64 without padding, as hashes are usually written. */
function base64(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
