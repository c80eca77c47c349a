import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { day, id, page, pageQuery, time } from "../shapes.ts";

const line = z
  .object({
    day,
    time_zone: z.string(),
    created_at: time,
    /** New ones of that day. */
    articles: z.int(),
    stories: z.int(),
    /** Sources that failed when the report was written. */
    failing: z.int(),
  })
  .meta({ id: "ReportLine" });

const report = z
  .object({
    day,
    time_zone: z.string(),
    created_at: time,
    from: time,
    until: time,
    articles: z.object({
      new: z.int(),
      updated: z.int(),
      by_source: z.array(z.object({ source: z.string(), new: z.int() })),
    }),
    /** The best ranked first, or with several tenants those that most sources tell; `score` is null then. */
    stories: z.array(
      z.object({
        id,
        title: z.string(),
        score: z.number().nullable(),
        articles: z.int(),
        owners: z.int(),
      }),
    ),
    /** Those that no article of an earlier day names. */
    indicators: z.array(z.object({ type: z.string(), new: z.int() })),
    sources: z.object({
      checked: z.int(),
      failing: z.array(
        z.object({
          source: z.string(),
          reason: z.string(),
          failures: z.int(),
          last_success_at: time.nullable(),
        }),
      ),
      quiet: z.array(z.object({ source: z.string(), last_new_at: time.nullable() })),
    }),
    runs: z.object({ total: z.int(), failed: z.int(), with_errors: z.int() }),
  })
  .meta({ id: "Report" });

export const reportRoutes = {
  listReports: route(paths.listReports, {
    tag: "Reports",
    summary: "The days that have a report, the latest first",
    query: z.object(pageQuery()),
    response: page(line),
    problems: ["bad_cursor"],
    role: "viewer",
    scope: "read",
  }),
  getReport: route(paths.getReport, {
    tag: "Reports",
    summary: "What a day brought: new articles, top stories, failing and quiet sources",
    params: z.object({ day }),
    response: report,
    role: "viewer",
    scope: "read",
  }),
};
