import { createInterface } from "node:readline/promises";

import { exitCodes, Exit } from "../exit.ts";
import { clean } from "./clean.ts";

/** Lets somebody type a word before something is lost. Throws Exit for another word, or where nobody can be asked. */
export async function askTyped(word: string, question: string): Promise<void> {
  if (!process.stdin.isTTY)
    throw new Exit(exitCodes.usage, "Nobody can be asked here: say --yes if you mean it.");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const typed = await lines.question(`${clean(question)}\nType ${clean(word)} to go on: `);
    if (typed.trim() !== word) throw new Exit(exitCodes.interrupted, "Nothing was changed.");
  } finally {
    lines.close();
  }
}
