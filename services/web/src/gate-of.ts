import { setTimeout as wait } from "node:timers/promises";

import { createLoginGate, type LoginGate } from "@cti/domain/accounts/login-gate";

import type { WebDeps } from "./web-deps.ts";

const gates = new WeakMap<WebDeps["db"], LoginGate>();

/** What stands before every password that this service checks; it remembers who guessed until the process ends. */
export function gateOf({ db, now }: Pick<WebDeps, "db" | "now">): LoginGate {
  const gate = gates.get(db) ?? createLoginGate({ now, wait: (ms) => wait(ms) });
  gates.set(db, gate);
  return gate;
}
