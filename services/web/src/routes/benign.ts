import type { benignRoutes } from "@cti/contract/routes/benign";
import { addBenign, listBenign, removeBenign } from "@cti/domain/entities/benign";
import { pageOf, readCursor, writeCursor } from "@cti/domain/paging/cursor";
import { findSource } from "@cti/domain/sources/find";

import type { Handlers } from "../handler.ts";

export const benignHandlers: Handlers<typeof benignRoutes> = {
  listBenign: ({ query: { cursor = null, limit }, inTenant }) =>
    inTenant(async (tx) => {
      const after = readCursor(cursor, "made");
      const rows = await listBenign(tx, { afterId: Number(after?.id) || 0, limit: limit + 1 });
      return pageOf(rows, limit, ({ id }) => writeCursor("made", null, id));
    }),

  addBenign: ({ body, actor, now, inTenant, audit, header }) =>
    inTenant(async (tx) => {
      const { value, match, type = null, note = null } = body;
      const source = body.source ? await findSource(tx, body.source) : null;
      const given = { value, match, type, note, sourceId: source?.id ?? null, actor };
      const { entities, articles, ...line } = await addBenign(tx, given, now);
      await audit(tx, "benign.add", `benign entry ${line.id}`, { after: line, entities, articles });
      header("location", `/api/v1/benign/${line.id}`);
      return { ...line, entities, articles };
    }),

  removeBenign: ({ params, inTenant, audit }) =>
    inTenant(async (tx) => {
      const { entities, articles, ...before } = await removeBenign(tx, params.id);
      await audit(tx, "benign.remove", `benign entry ${params.id}`, { before, entities, articles });
      return undefined;
    }),
};
