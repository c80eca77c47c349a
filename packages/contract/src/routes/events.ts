import { z } from "zod";

import { paths } from "../paths.ts";
import { numberText } from "../shapes.ts";
import { route } from "../route.ts";

/** Words of `topics`: everything of a kind (`runs`), or one thing of it (`run:311`). */
const topics = z
  .string()
  .max(1_000)
  .regex(/^[a-z]{1,20}(:[\w-]{1,40})?(,[a-z]{1,20}(:[\w-]{1,40})?)*$/, "Write topics such as run:311,jobs")
  .transform((text) => text.split(","))
  .pipe(z.array(z.string()).max(20));

export const eventRoutes = {
  streamEvents: route(paths.streamEvents, {
    tag: "Events",
    summary: "What happens, as it happens",
    description:
      "Server-sent events. `topics` are runs, run:ID, jobs, stories, sources, triage, analyses, analysis:ID …; without them everything that the caller may see is told. " +
      "A client that comes back says in `Last-Event-ID` (or `after`) what it has seen, and gets what came since, up to an hour. " +
      "`missed` says that some of that is no longer kept: read the lists again. `session.revoked` is the last event of a stream.",
    query: z.object({
      topics: topics.optional(),
      after: numberText(0, 999_999_999_999).optional(),
    }),
    response: null,
    stream: ["text/event-stream"],
    role: "viewer",
    scope: "read",
  }),
};
