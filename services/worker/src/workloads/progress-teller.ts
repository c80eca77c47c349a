import type { JobContext } from "@cti/queue/queue-types";

const everyMs = 1_000;

/** Shows how far a job is: once a second at most. */
export function progressTeller(
  context: Pick<JobContext<"analyse">, "progress">,
  now: () => Date,
): (value: () => Record<string, unknown>) => void {
  let toldAt = 0;
  return (value) => {
    const at = now().getTime();
    if (at - toldAt < everyMs) return;
    toldAt = at;
    // What is shown of a running job is not worth failing it.
    context.progress(value()).catch(() => undefined);
  };
}
