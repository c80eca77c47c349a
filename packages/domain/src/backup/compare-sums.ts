import { damaged } from "./backup-file.ts";
import type { TableSums } from "./manifest.ts";

type Compared = Partial<TableSums> & Pick<TableSums, "rows" | "sum">;

/** Throws DomainError that names the first table whose rows are not those that the backup says it has. */
export function compareSums(
  expected: Record<string, TableSums>,
  found: Record<string, Compared>,
  { whole = true }: { whole?: boolean } = {},
): void {
  for (const name of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const [one, other] = [expected[name], found[name]];
    if (!one || !other) throw damaged(`its checksums and its tables differ: ${name}`);
    if (one.rows !== other.rows)
      throw damaged(`the table ${name} has ${other.rows} rows, it was written with ${one.rows}`);
    if (one.sum !== other.sum || (whole && one.sha256 !== other.sha256))
      throw damaged(`the rows of the table ${name} do not have their checksum`);
  }
}
