import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";

const status = z.enum(["ok", "degraded", "error"]);

export const healthRoutes = {
  getHealth: route(paths.getHealth, {
    tag: "Health",
    summary: "How the installation does, component by component",
    description: "Always 200, whatever it says: for probes there is /health.",
    response: z
      .object({
        status,
        timestamp: z.string(),
        uptime_seconds: z.number(),
        version: z.string(),
        components: z.record(
          z.string(),
          z.object({
            status,
            message: z.string(),
            details: z.record(z.string(), z.unknown()),
            timestamp: z.string(),
          }),
        ),
      })
      .meta({ id: "Health" }),
    role: "viewer",
    scope: "read",
  }),
};
