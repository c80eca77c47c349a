import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { line, time } from "../shapes.ts";

const theme = z.enum(["dark", "light", "system"]).nullable();
const density = z.enum(["compact", "comfortable"]).nullable();

/** Of an action or a page, such as triage or story.keep. */
const name = z
  .string()
  .regex(/^[a-z][\w.-]{0,59}$/i, "Write a name of up to 60 letters, digits, dots and dashes");

const preferences = z
  .object({
    theme,
    /** A name of the IANA, such as Europe/Berlin; null is UTC. */
    time_zone: z.string().nullable(),
    density,
    /** Keys of single letters work. */
    keys_enabled: z.boolean(),
    /** The key of an action, where it is not the usual one. */
    keys: z.record(z.string(), z.string()),
    /** When a page was looked at last. */
    visits: z.record(z.string(), time),
    /** The filters of a page as a query string. */
    views: z.record(z.string(), z.string()),
  })
  .meta({ id: "Preferences" });

const timeZone = z.string().max(64).refine(isTimeZone, "Write a name of the IANA, such as Europe/Berlin");

const visit = z.iso
  .datetime({ offset: true })
  .max(40)
  .transform((text) => new Date(text).toISOString());

const own = { tag: "Account", role: "viewer", scope: "account" } as const;

export const preferenceRoutes = {
  getPreferences: route(paths.getPreferences, {
    ...own,
    summary: "How you like the application",
    response: preferences,
  }),
  changePreferences: route(paths.changePreferences, {
    ...own,
    summary: "Change how you like the application",
    description:
      "What is not named stays as it is; in keys, visits and views too, where null takes one away. All together have 16 kB.",
    body: z.strictObject({
      theme: theme.optional(),
      time_zone: timeZone.nullable().optional(),
      density: density.optional(),
      keys_enabled: z.boolean().optional(),
      keys: z.record(name, line(40).nullable()).optional(),
      visits: z.record(name, visit.nullable()).optional(),
      views: z.record(name, line(2_000, 0).nullable()).optional(),
    }),
    response: preferences,
    problems: ["invalid"],
    bodyLimit: 32_768,
  }),
};

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
