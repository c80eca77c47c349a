import path from "node:path";

import { ensureSetupToken } from "@cti/domain/accounts/setup";
import { plainPulse, startHeartbeat } from "@cti/wiring/heartbeat";
import { openStack } from "@cti/wiring/open-stack";
import { openWeb } from "@cti/wiring/open-web";
import { runService } from "@cti/wiring/run-service";

import { startWeb } from "./start-web.ts";
import { WebError } from "./web-error.ts";

process.exitCode = await runService({
  name: "web",
  root: path.resolve(import.meta.dirname, "../../.."),
  environment: process.env,
  isForeseen: (error) => error instanceof WebError,
  start: async ({ config, log, database, closers }) => {
    const startedAt = new Date();
    const stack = await openStack({ kind: "web", config, database, log });
    closers.add(() => stack.close());
    const parts = await openWeb({ config, database, stack, log });
    closers.add(() => parts.close());
    const web = await startWeb(parts.deps);
    closers.add(() => web.close());
    const token = await ensureSetupToken(database.db, startedAt);
    if (token !== null)
      log.warn(
        { setup_token: token },
        "nobody can sign in yet: the first admin is made with this token, within an hour",
      );
    const heartbeat = await startHeartbeat(
      { db: database.db, now: parts.deps.now, log },
      { everyMs: 10_000, pulse: () => plainPulse(stack.name, "web", startedAt) },
    );
    closers.add(() => heartbeat.stop(3_000));
    return {};
  },
});
