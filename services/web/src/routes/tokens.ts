import type { tokenRoutes } from "@cti/contract/routes/tokens";
import { announceTokenEnd, endToken, issueToken, tokensOf } from "@cti/domain/accounts/issue-token";
import { listTokens } from "@cti/domain/accounts/tokens";

import type { Handlers } from "../handler.ts";

export const tokenHandlers: Handlers<typeof tokenRoutes> = {
  listTokens: (call) => {
    const { limit, cursor = null, all = false } = call.query;
    return call.inTenant((tx) => listTokens(tx, tokensOf(call.who, all), { limit, cursor }));
  },
  createToken: (call, { settings }) => {
    const { body, who, now } = call;
    const { name, scopes, expires_in_days: days, user_id: userId = null } = body;
    return call.inTenant(async (tx) => {
      const wish = { name, scopes, days, userId };
      const token = await issueToken(tx, who, wish, { mostDays: settings.tokenMaxDays, now });
      const { prefix, user_id, expires_at } = token;
      await call.audit(tx, "token.create", `token:${token.id}`, {
        name,
        prefix,
        scopes,
        user_id,
        expires_at,
      });
      return token;
    });
  },
  revokeToken: async (call) => {
    const { params, who, now } = call;
    await call.inTenant(async (tx) => {
      const token = await endToken(tx, who, params.id, now);
      const { name, prefix, user_id } = token;
      await call.audit(tx, "token.revoke", `token:${token.id}`, { name, prefix, user_id });
      await announceTokenEnd(tx, token);
    });
    return undefined;
  },
};
