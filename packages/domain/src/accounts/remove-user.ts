import type { Db } from "@cti/db/client";
import { users } from "@cti/db/schema/users";
import { and, eq } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { refuseForeign } from "./change-user.ts";
import { refuseLastAdmin, refuseLastOperator } from "./last-of-kind.ts";
import { lockAccounts } from "./lock-accounts.ts";
import { type Revoked, revokeSessions } from "./sessions.ts";
import { readUser, toUserLine, type UserLine, type Viewer } from "./user-rows.ts";

/**
 * Removes a user with sessions and tokens; what they did keeps their name. Throws DomainError: `not_found` for a user
 * whom the viewer does not see, `forbidden` where only an operator may, `conflict` for oneself and for the last admin or
 * operator, `changed` for another revision.
 */
export async function removeUser(
  tx: Db,
  viewer: Viewer,
  id: number,
  { revision }: { revision: number | null },
): Promise<{ user: UserLine; revoked: Revoked[] }> {
  await lockAccounts(tx);
  const { user, role } = await readUser(tx, viewer, id);
  if (user.id === viewer.userId)
    throw new DomainError("conflict", "You cannot remove yourself; another admin can");
  await refuseForeign(tx, viewer, user);
  await refuseLastAdmin(tx, id);
  await refuseLastOperator(tx, id);
  const revoked = await revokeSessions(tx, id);
  const [removed] = await tx
    .delete(users)
    .where(and(eq(users.id, id), eq(users.revision, revision ?? user.revision)))
    .returning({ id: users.id });
  if (!removed)
    throw new DomainError("changed", `${user.username} was changed in the meantime; read it again`);
  return { user: toUserLine(user, role), revoked };
}
