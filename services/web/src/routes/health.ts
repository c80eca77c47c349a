import type { healthRoutes } from "@cti/contract/routes/health";
import { maskAddressesIn } from "@cti/domain/sources/mask-address";

import type { Handlers } from "../handler.ts";
import { viewOf } from "./viewer.ts";

export const healthHandlers: Handlers<typeof healthRoutes> = {
  getHealth: async (call, { health }) => {
    const report = await health.report();
    return viewOf(call).secrets ? report : maskAddressesIn(report);
  },
};
