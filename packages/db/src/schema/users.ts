import { sql } from "drizzle-orm";
import { bigint, boolean, integer, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";

/** Somebody who signs in, or a service that only has tokens. */
export const users = pgTable(
  "users",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    username: text().notNull(),
    name: text(),
    /** `collector`: a service identity, without password and sessions. */
    kind: text().$type<"person" | "collector">().notNull().default("person"),
    /** In PHC form; null where only the identity provider signs in. */
    passwordHash: text(),
    passwordChangedAt: timestamp({ withTimezone: true }),
    /** Must choose another password before anything else. */
    mustChangePassword: boolean().notNull().default(false),
    /** May operate the installation: sources, schedules, jobs, tenants. */
    operator: boolean().notNull().default(false),
    /** Base32, RFC 6238; counts once it is confirmed. */
    totpSecret: text(),
    totpConfirmedAt: timestamp({ withTimezone: true }),
    /** The last time step whose code was taken: a code works once. */
    totpLastStep: bigint({ mode: "number" }),
    /** SHA-256 of codes that each work once. */
    recoveryCodes: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    oidcIssuer: text(),
    oidcSubject: text(),
    disabledAt: timestamp({ withTimezone: true }),
    lastLoginAt: timestamp({ withTimezone: true }),
    revision: integer().notNull().default(1),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("users_username").on(sql`lower(${table.username})`),
    uniqueIndex("users_oidc").on(table.oidcIssuer, table.oidcSubject),
  ],
);

export type User = typeof users.$inferSelect;
