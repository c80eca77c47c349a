import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";

const setting = z
  .object({
    key: z.string(),
    /** As it was written; of a secret, only whether it is set. */
    value: z.unknown(),
    /** Where it was written: a file, a variable, or `default`. */
    origin: z.string(),
    about: z.string(),
    secret: z.boolean(),
  })
  .meta({ id: "Setting" });

export const settingRoutes = {
  listSettings: route(paths.listSettings, {
    tag: "Settings",
    summary: "Every setting in force and where it was made; secrets are masked",
    response: z.object({ items: z.array(setting) }),
    role: "admin",
    scope: "operator",
  }),
};
