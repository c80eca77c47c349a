import { createHash } from "node:crypto";

/** Everything of a row that its hash answers for. */
export type AuditContent = {
  id: number;
  at: Date;
  /** null concerns the installation. */
  tenantId: number | null;
  actor: string;
  address: string | null;
  action: string;
  subject: string;
  detail: Record<string, unknown>;
};

/** The last row that was added, as `settings` keeps it under `headKey`. */
export type AuditHead = { id: number; hash: string };

export const headKey = "audit.head";

/** What the first row follows. */
export const rootHash = "0".repeat(64);

/** SHA-256 in hex over the hash of the row before and this row as JSON with sorted keys. */
export function auditHash(previousHash: string, content: AuditContent): string {
  return createHash("sha256").update(previousHash).update("\n").update(canonical(content)).digest("hex");
}

function canonical({ id, at, tenantId, actor, address, action, subject, detail }: AuditContent): string {
  // Rows of the installation are hashed as all were before there were tenants.
  const owner = tenantId === null ? {} : { tenantId };
  const row = { id, at: at.toISOString(), ...owner, actor, address, action, subject, detail };
  // Through JSON and back first: what PostgreSQL gives back is what JSON can say.
  return JSON.stringify(sorted(JSON.parse(JSON.stringify(row))));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  // Pairs, not an object: an object would put keys that look like numbers first.
  return Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, entry]) => [key, sorted(entry)]);
}
