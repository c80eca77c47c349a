import type { Principal } from "@cti/domain/accounts/principal";

import type { Call } from "../handler.ts";

/** How much of what all tenants share this caller may see: credentials and other people's names take operator scope. */
export function viewOf({ who, actor, now }: Pick<Call, "who" | "actor" | "now">): {
  secrets: boolean;
  names: boolean;
  actor: string;
  now: Date;
} {
  const isOperator = who?.scopes.includes("operator") ?? false;
  return { secrets: isOperator, names: isOperator, actor, now };
}

/** Whether this caller may do what only admins may with the things of others: a token needs the scope for it as well. */
export function mayAdminister({ role, scopes }: Pick<Principal, "role" | "scopes">): boolean {
  return role === "admin" && scopes.includes("admin");
}
