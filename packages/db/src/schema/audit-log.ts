import { bigint, index, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Who changed what, when and from where: only ever added to, each row bound to the one before by its hash. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp({ withTimezone: true }).notNull(),
    /** Whose admins may read it; null concerns the installation. Not part of the hash of rows before it was there. */
    tenantId: bigint({ mode: "number" }),
    actor: text().notNull(),
    /** Address it came from; null for commands on this machine. */
    address: text(),
    action: text().notNull(),
    subject: text().notNull(),
    detail: jsonb().$type<Record<string, unknown>>().notNull(),
    previousHash: text().notNull(),
    hash: text().notNull(),
  },
  (table) => [
    index("audit_log_at").on(table.at.desc()),
    index("audit_log_tenant").on(table.tenantId, table.id.desc()),
  ],
);
