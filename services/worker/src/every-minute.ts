import type { Logger } from "@cti/observe/logger";

import { explainFailure } from "./explain-failure.ts";

/** Does something now and then once a minute; what fails is tried again at the next time. */
export function everyMinute(log: Logger, name: string, work: () => Promise<void>): { stop(): void } {
  let isBusy = false;
  const look = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    try {
      await work();
    } catch (error) {
      log.debug({ error: explainFailure(error).message }, `${name} failed`);
    }
    isBusy = false;
  };
  const timer = setInterval(() => void look(), 60_000).unref();
  void look();
  return { stop: () => clearInterval(timer) };
}
