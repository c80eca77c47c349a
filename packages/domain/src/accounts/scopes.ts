import type { Role } from "@cti/db/schema/tenants";

const scopesOfRole: Record<Role, readonly string[]> = {
  viewer: ["read", "export", "account"],
  analyst: ["read", "export", "write", "account"],
  admin: ["read", "export", "write", "admin", "account"],
};

/** What a token of a person can be given; none touches the account itself. */
export const tokenScopes: readonly string[] = ["read", "export", "write", "admin", "operator"];

/** What a service identity does, and all that its tokens can be given. */
export const collectorScope = "collector";

/** Everything that somebody of this role may do; `operator` comes with the user, not with the role. */
export function scopesOf(role: Role, isOperator: boolean): string[] {
  return isOperator ? [...scopesOfRole[role], "operator"] : [...scopesOfRole[role]];
}

/** What a token is worth now: its own scopes, as far as its owner still has them. */
export function scopesOfToken(
  own: readonly string[],
  owner: { kind: "person" | "collector"; role: Role; operator: boolean },
): string[] {
  if (owner.kind === "collector") return own.filter((scope) => scope === collectorScope);
  const has = scopesOf(owner.role, owner.operator);
  return own.filter((scope) => tokenScopes.includes(scope) && has.includes(scope));
}
