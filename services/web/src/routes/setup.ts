import type { setupRoutes } from "@cti/contract/routes/setup";
import { createFirstAdmin, isSetupNeeded } from "@cti/domain/accounts/setup";

import { welcome } from "../describe-session.ts";
import type { Handlers } from "../handler.ts";
import { isSafe, requireSafety } from "../session-cookie.ts";

export const setupHandlers: Handlers<typeof setupRoutes> = {
  getSetup: async (call, { db, settings }) => ({
    needed: await isSetupNeeded(db),
    signed_in: call.who !== null,
    oidc: settings.oidc && { label: settings.oidc.label },
    insecure: !isSafe(call, settings),
    sign_in_possible: isSafe(call, settings) || settings.insecureHttp,
  }),
  createFirstAdmin: async (call, deps) => {
    const { body, address, userAgent, now } = call;
    const { breachedPasswords: breached, sessionMaxMs } = deps.settings;
    requireSafety(call, deps.settings);
    const { token } = await createFirstAdmin(deps.db, {
      ...body,
      breached,
      address,
      userAgent,
      now,
      sessionMaxMs,
    });
    return welcome(token, call, deps);
  },
};
