import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { flagText, id, idParams, idText, page, pageQuery, paragraphs, time } from "../shapes.ts";

export const noteSubjects = ["article", "story", "entity"] as const;

export const note = z
  .object({
    id,
    subject: z.enum(noteSubjects),
    subject_id: id,
    /** A subset of Markdown. */
    text: z.string(),
    /** Who wrote it. */
    actor: z.string(),
    revision: z.int(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: "Note" });

const text = paragraphs(20_000);
const changing = { tag: "Notes", role: "analyst", scope: "write" } as const;
const reading = { tag: "Notes", role: "viewer", scope: "read" } as const;

export const noteRoutes = {
  listNotes: route(paths.listNotes, {
    ...reading,
    summary: "What people wrote beside articles, stories and entities, the newest first",
    query: z.object({
      ...pageQuery(),
      subject: z.enum(noteSubjects).optional(),
      subject_id: idText.optional(),
      mine: flagText.optional(),
    }),
    response: page(note),
    problems: ["bad_cursor"],
  }),
  createNote: route(paths.createNote, {
    ...changing,
    summary: "Write a note",
    body: z.strictObject({ subject: z.enum(noteSubjects), subject_id: id, text }),
    response: note,
    status: 201,
    problems: ["not_found"],
    idempotent: true,
  }),
  getNote: route(paths.getNote, { ...reading, summary: "One note", params: idParams, response: note }),
  changeNote: route(paths.changeNote, {
    ...changing,
    summary: "Change a note of your own",
    params: idParams,
    body: z.strictObject({ text }),
    response: note,
    ifMatch: true,
  }),
  removeNote: route(paths.removeNote, {
    ...changing,
    summary: "Remove a note of your own, or as an admin any",
    params: idParams,
    response: null,
    ifMatch: true,
  }),
};
