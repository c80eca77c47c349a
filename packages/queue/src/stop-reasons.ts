/**
 * `cancelled`: someone revoked the job. `time_limit`: it took too long. `shutdown`: its worker must end.
 * `lost`: another worker has taken it over, because this one did not answer for too long.
 */
export type StopKind = "cancelled" | "time_limit" | "shutdown" | "lost";

/** The reason of a job's aborted signal. */
export class JobStopped extends Error {
  readonly kind: StopKind;

  constructor(kind: StopKind, message: string) {
    super(message);
    this.name = "JobStopped";
    this.kind = kind;
  }
}

/** Why a job was told to stop; null as long as it was not. */
export function stopReason(signal: AbortSignal): JobStopped | null {
  return signal.reason instanceof JobStopped ? signal.reason : null;
}
