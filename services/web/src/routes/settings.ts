import type { settingRoutes } from "@cti/contract/routes/settings";

import type { Handlers } from "../handler.ts";

export const settingHandlers: Handlers<typeof settingRoutes> = {
  listSettings: (_call, { shownSettings }) => Promise.resolve({ items: shownSettings() }),
};
