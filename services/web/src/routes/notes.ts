import type { noteRoutes } from "@cti/contract/routes/notes";
import { changeNote, createNote, removeNote } from "@cti/domain/notes/change-note";
import { listNotes } from "@cti/domain/notes/list-notes";
import { showNote } from "@cti/domain/notes/note-line";

import type { Handlers } from "../handler.ts";
import { mayAdminister } from "./viewer.ts";

export const noteHandlers: Handlers<typeof noteRoutes> = {
  listNotes: ({ query, actor, inTenant }) =>
    inTenant((tx) => {
      const { subject = null, subject_id: subjectId = null, mine = false, limit, cursor = null } = query;
      return listNotes(tx, { subject, subjectId, actor: mine ? actor : null }, { limit, cursor });
    }),

  createNote: ({ body, actor, now, header, inTenant }) =>
    inTenant(async (tx) => {
      const { subject, subject_id: id, text } = body;
      const created = await createNote(tx, { subject, id, text }, { actor, now });
      header("location", `/api/v1/notes/${created.id}`);
      return created;
    }),

  getNote: ({ params, inTenant }) => inTenant((tx) => showNote(tx, params.id)),

  changeNote: ({ params, body, actor, ifMatch: revision, now, inTenant }) =>
    inTenant((tx) => changeNote(tx, params.id, body.text, { actor, revision, now })),

  removeNote: ({ params, who, actor, ifMatch: revision, inTenant, audit }) =>
    inTenant(async (tx) => {
      const isAdmin = mayAdminister(who);
      const before = await removeNote(tx, params.id, { actor, revision, isAdmin });
      await audit(tx, "note.remove", `note ${params.id}`, { before, after: null });
      return undefined;
    }),
};
