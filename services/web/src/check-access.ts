import { isAtLeast } from "@cti/contract/access";
import type { Route } from "@cti/contract/route";
import type { Principal } from "@cti/domain/accounts/principal";

import { HttpProblem } from "./handler.ts";

/** All that somebody may do who has to choose another password first. */
const withOldPassword = new Set(["getSession", "changePassword", "logout"]);

/** Role, then scope, then service identities. Throws HttpProblem: unauthenticated, forbidden, password_change_required. */
export function checkAccess(
  name: string,
  { role, scope, collector }: Pick<Route, "role" | "scope" | "collector">,
  who: Principal | null,
): void {
  if (role === "anyone") return;
  if (who === null)
    throw new HttpProblem("unauthenticated", "Sign in, or send a token as Authorization: Bearer cti_pat_…");
  if (who.mustChangePassword && !withOldPassword.has(name))
    throw new HttpProblem("password_change_required", "Choose another password before anything else.");
  if (collector === true && who.scopes.includes("collector")) return;
  if (who.role === null) throw new HttpProblem("forbidden", "A service identity may not do this.");
  if (!isAtLeast(who.role, role))
    throw new HttpProblem("forbidden", `This takes the role ${role}; yours is ${who.role}.`);
  if (scope !== null && !who.scopes.includes(scope))
    throw new HttpProblem("forbidden", `This takes the scope ${scope}.`);
}
