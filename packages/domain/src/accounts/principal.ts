import type { Role } from "@cti/db/schema/tenants";

/** Whoever asks, as far as they have proved it. */
export type Principal = {
  /** `session:ID` or `token:ID`. */
  id: string;
  kind: "session" | "token";
  userId: number;
  username: string;
  tenantId: number;
  tenant: string;
  /** null for a service identity, which has no role but its one scope. */
  role: Role | null;
  operator: boolean;
  scopes: readonly string[];
  sessionId: number | null;
  tokenId: number | null;
  /** Must choose another password before anything else. */
  mustChangePassword: boolean;
  expiresAt: Date;
};
