import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";

import { Exit, exitCodes } from "./exit.ts";

/** A file, or standard input for "-". Throws Exit for what cannot be read; `kinds` is what may be named. */
export async function readInput(
  input: string,
  kinds = "a file, or -",
): Promise<{ name: string; bytes: Buffer }> {
  if (input === "-") return { name: "standard input", bytes: await buffer(process.stdin) };
  try {
    return { name: input, bytes: await readFile(input) };
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new Exit(
      exitCodes.usage,
      `${input} cannot be read: ${isMissing ? "there is no such file" : String(error)}. Name ${kinds} for standard input`,
    );
  }
}
