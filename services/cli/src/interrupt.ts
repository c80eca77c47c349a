import { exitCodes } from "./exit.ts";
import { note } from "./output.ts";

/** The first Ctrl-C asks to stop, the second ends at once; what is half done is not stored either way. */
export function onInterrupt(message: string): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const handle = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
    note(`\n${message} (press Ctrl-C again to end at once)`);
  };
  process.on("SIGINT", handle).on("SIGTERM", handle).on("SIGHUP", handle);
  return {
    signal: controller.signal,
    release: () => void process.off("SIGINT", handle).off("SIGTERM", handle).off("SIGHUP", handle),
  };
}
