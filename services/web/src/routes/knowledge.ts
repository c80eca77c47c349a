import type { knowledgeRoutes } from "@cti/contract/routes/knowledge";
import { pageKnowledge } from "@cti/domain/knowledge/page-knowledge";

import type { Handlers } from "../handler.ts";

export const knowledgeHandlers: Handlers<typeof knowledgeRoutes> = {
  listKnowledge: ({ query: { limit, cursor = null }, inTenant }) =>
    inTenant((tx) => pageKnowledge(tx, { limit, cursor })),
};
