import type { preferenceRoutes } from "@cti/contract/routes/preferences";
import { changePreferences, readPreferences } from "@cti/domain/accounts/preferences";

import type { Handlers } from "../handler.ts";

export const preferenceHandlers: Handlers<typeof preferenceRoutes> = {
  getPreferences: ({ who, inTenant }) => inTenant((tx) => readPreferences(tx, who.userId)),

  changePreferences: ({ who, body, now, inTenant }) =>
    inTenant((tx) => changePreferences(tx, who.userId, { change: body, now })),
};
