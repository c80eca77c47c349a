import type { Logger } from "@cti/observe/logger";

/** Errors that last are said once, and once more that they are over. */
export type Complaints = {
  /** Says it unless that was the last thing said of this subject. */
  raise(subject: string, error: unknown): void;
  settle(subject: string): void;
};

export function openComplaints(log: Logger): Complaints {
  const said = new Map<string, string>();
  return {
    raise: (subject, error) => {
      const message = error instanceof Error ? error.message : String(error);
      if (said.get(subject) === message) return;
      said.set(subject, message);
      log.error({ subject, err: error }, "scheduling failed; it is tried again at every look");
    },
    settle: (subject) => {
      if (said.delete(subject)) log.info({ subject }, "scheduling works again");
    },
  };
}
