/** In the order of what they may do; a member of a tenant has one of them. */
export const roles = ["viewer", "analyst", "admin"] as const;
export type Role = (typeof roles)[number];

/**
 * What a request may touch. `operator`: the installation that all tenants share (sources, schedules, jobs, settings).
 * `account`: the caller's own password, sessions and tokens, which no token may touch. `collector`: what a service
 * identity does.
 */
const scopes = ["read", "export", "write", "admin", "operator", "account", "collector"] as const;
export type Scope = (typeof scopes)[number];

/** What a token of a person can be given. */
export const tokenScopes = ["read", "export", "write", "admin", "operator"] as const;

const scopesOfRole: Record<Role, readonly Scope[]> = {
  viewer: ["read", "export", "account"],
  analyst: ["read", "export", "write", "account"],
  admin: ["read", "export", "write", "admin", "account"],
};

/** Everything that somebody of this role may do; `operator` comes with the user, not with the role. */
export function scopesOf(role: Role, isOperator: boolean): Scope[] {
  return isOperator ? [...scopesOfRole[role], "operator"] : [...scopesOfRole[role]];
}

export function isAtLeast(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}
