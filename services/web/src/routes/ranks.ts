import type { rankRoutes } from "@cti/contract/routes/ranks";
import { explainRank } from "@cti/domain/rank/explain-rank";

import type { Handlers } from "../handler.ts";

export const rankHandlers: Handlers<typeof rankRoutes> = {
  explainArticleRank: ({ params, inTenant }) =>
    inTenant((tx) => explainRank(tx, { subject: "article", id: params.id })),
  explainStoryRank: ({ params, inTenant }) =>
    inTenant((tx) => explainRank(tx, { subject: "story", id: params.id })),
};
