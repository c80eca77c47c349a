import type { Principal } from "@cti/domain/accounts/principal";

import { HttpProblem } from "./handler.ts";

/** The session that asks. Throws HttpProblem for a token, which has none. */
export function ownSession({ sessionId }: Principal): number {
  if (sessionId === null) throw new HttpProblem("forbidden", "Only a browser that is signed in may do this.");
  return sessionId;
}
