import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { id, idText, line, time, timeText } from "../shapes.ts";

const technique = z
  .object({
    /** Such as T1059.001. */
    id: z.string(),
    name: z.string(),
    /** null until an article named it. */
    entity_id: id.nullable(),
    /** The technique that it is a part of. */
    parent: z.string().nullable(),
    tactics: z.array(z.string()),
    platforms: z.array(z.string()),
    /** That name this very one. */
    articles: z.int(),
    stories: z.int(),
    /** That name it or a part of it, each counted once. */
    articles_all: z.int(),
    stories_all: z.int(),
  })
  .meta({ id: "MatrixTechnique" });

export const attackRoutes = {
  getAttack: route(paths.getAttack, {
    tag: "ATT&CK",
    summary: "The matrix, with how many articles and stories name each technique",
    description:
      "Of articles that appeared from `since` on and before `until`; without both all of them, up to ten minutes old (see `as_of`). " +
      "`entity` counts only articles that name that one, too. `platform` leaves out techniques of other platforms; " +
      "platforms are known once a bundle of ATT&CK was synced.",
    query: z.object({
      since: timeText.optional(),
      until: timeText.optional(),
      entity: idText.optional(),
      platform: line(100).optional(),
    }),
    response: z
      .object({
        as_of: time,
        platforms: z.array(z.string()),
        /** In the order of the matrix; `techniques` without sub-techniques. */
        tactics: z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            domain: z.enum(["enterprise", "ics", "mobile"]),
            techniques: z.array(z.string()),
          }),
        ),
        techniques: z.array(technique),
      })
      .meta({ id: "AttackMatrix" }),
    problems: ["not_found"],
    role: "viewer",
    scope: "read",
  }),
};
