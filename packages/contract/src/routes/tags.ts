import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { idText, line, page, pageQuery } from "../shapes.ts";
import { noteSubjects } from "./notes.ts";
import { tagText } from "./triage.ts";

const tagging = {
  tag: "Tags",
  role: "analyst",
  scope: "write",
  params: z.object({ subject: z.enum(noteSubjects), id: idText, tag: tagText }),
  response: z.object({ tags: z.array(z.string()) }).meta({ id: "SubjectTags" }),
} as const;

export const tagRoutes = {
  listTags: route(paths.listTags, {
    tag: "Tags",
    summary: "The tenant's own tags, and how many things carry them",
    query: z.object({ ...pageQuery(200), prefix: line(60).optional() }),
    response: page(
      z
        .object({ tag: z.string(), articles: z.int(), stories: z.int(), entities: z.int() })
        .meta({ id: "Tag" }),
    ),
    problems: ["bad_cursor"],
    role: "viewer",
    scope: "read",
  }),
  addTag: route(paths.addTag, {
    ...tagging,
    summary: "Tag an article, a story or an entity",
    description: "Tags are folded to lower case. One that is there already stays.",
  }),
  removeTag: route(paths.removeTag, {
    ...tagging,
    summary: "Take a tag off",
    description: "One that is not there is no error.",
  }),
};
