import { isHopeless } from "@cti/domain/models/is-hopeless";
import { GiveUp } from "@cti/queue/give-up";

/** Does the work of a job; what another try would only repeat fails it for good. */
export async function giveUpWhereHopeless<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted || !isHopeless(error)) throw error;
    throw new GiveUp(error.message, { cause: error });
  }
}
