import type { Config } from "@cti/config/load";
import type { Database } from "@cti/db/open";
import type { Models } from "@cti/llm/models/open-models";
import type { Logger } from "@cti/observe/logger";
import type { Queues } from "@cti/queue/queue-types";

import { accountName } from "../account-name.ts";
import type { Data } from "./data.ts";

type Machine = {
  config: Config;
  log: Logger;
  openDatabase: () => Promise<Database>;
  openQueues: () => Promise<Queues>;
  openModels: () => Promise<Models>;
};

/** The server that is set, or else the database of this machine. Of both only what is needed is loaded. */
export async function openData(machine: Machine): Promise<Data> {
  const { settings } = machine.config;
  const url = settings["server.url"];
  if (url === null) return openLocal(machine);
  const { openRemoteData } = await import("./remote.ts");
  return openRemoteData({
    url,
    token: settings["server.token"],
    insecure: settings["web.insecure_http"],
  });
}

async function openLocal({ config, log, openDatabase, openQueues, openModels }: Machine): Promise<Data> {
  const { openLocalData } = await import("./local.ts");
  const db = async (): Promise<Database["db"]> => (await openDatabase()).db;
  const now = (): Date => new Date();
  return openLocalData({
    db,
    sql: async () => (await openDatabase()).sql,
    queues: openQueues,
    models: openModels,
    maxParts: config.settings["llm.max_parts"],
    actor: accountName(),
    now,
    // Before the first scheduler has run the table would be empty; seeding it is safe to repeat.
    seeded: async () => {
      const { seedSchedules } = await import("@cti/domain/schedules/seed-schedules");
      const { scheduleSeeds } = await import("@cti/wiring/schedule-seeds");
      const opened = await db();
      await seedSchedules(opened, scheduleSeeds(config.settings), now());
      return opened;
    },
    health: async () => {
      const { openStack } = await import("@cti/wiring/open-stack");
      const stack = await openStack({ kind: "cli", config, database: await openDatabase(), log });
      try {
        return await stack.health.report();
      } finally {
        await stack.close();
      }
    },
  });
}
