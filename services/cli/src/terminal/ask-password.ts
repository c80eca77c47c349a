import { once } from "node:events";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";

import { exitCodes, Exit } from "../exit.ts";

/**
 * A new password: the first line of stdin, or typed twice without being shown. Throws Exit where nobody can be asked,
 * gives up, or types two different ones.
 */
export async function askPassword({ fromStdin }: { fromStdin: boolean }): Promise<string> {
  if (fromStdin) return readStdin();
  if (!process.stdin.isTTY)
    throw new Exit(exitCodes.usage, "Nobody can be asked here: pipe the password in with --password-stdin.");
  const password = await ask("Password: ");
  if ((await ask("The same again: ")) !== password)
    throw new Exit(exitCodes.usage, "These are two different passwords.");
  return password;
}

async function readStdin(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin) text += String(chunk);
  return text.split(/\r?\n/, 1)[0] ?? "";
}

async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  // The line editor would show what is typed on its output.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    const given = once(lines, "line").then(([line]) => String(line));
    const givenUp = Promise.race([once(lines, "SIGINT"), once(lines, "close")]).then(() => null);
    const line = await Promise.race([given, givenUp]);
    if (line === null) throw new Exit(exitCodes.interrupted);
    return line;
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}
