import { ApiAway } from "@cti/contract/client";
import { lazyRouteComponent } from "@tanstack/react-router";

import { noteTrouble } from "./outage.ts";

/**
 * A page whose code is loaded when somebody first goes there. The router loads the whole application anew when that
 * fails, which is right after an update; while the server is away it would leave nothing on screen.
 */
export const lazyPage: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(() => load().catch(explain), name);

async function explain(cause: unknown): Promise<never> {
  const answer = await fetch("/health/live", { credentials: "omit" }).catch(() => null);
  if (answer) throw cause;
  const away = new ApiAway("The code of this page could not be loaded", { cause });
  noteTrouble(away);
  throw away;
}
