import { DomainError } from "../errors.ts";

/** A login that owns nothing sees the rows of one tenant at most, which is no backup; and it cannot rebuild a schema. */
export function explainRights(error: unknown): unknown {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if ("code" in at && at.code === "42501" && "severity" in at)
      return new DomainError(
        "forbidden",
        `The login of the database may not do this (${at.message}). Backups need the login that owns the tables: ` +
          "run `./run_cli.sh backup` with that one as DATABASE_URL (docs/backup.md)",
        { cause: error },
      );
  return error;
}
