import type { workerRoutes } from "@cti/contract/routes/workers";
import { pageWorkers } from "@cti/domain/workers/worker-line";

import type { Handlers } from "../handler.ts";

export const workerHandlers: Handlers<typeof workerRoutes> = {
  listWorkers: ({ query, inTenant }) => {
    const { all = false, limit, cursor = null } = query;
    return inTenant((tx) => pageWorkers(tx, { all, limit, cursor }));
  },
};
