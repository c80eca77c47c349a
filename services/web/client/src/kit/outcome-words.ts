import { typeTitle } from "./type-name.ts";

const words: Record<string, string> = {
  active: "Running",
  completed_with_errors: "With errors",
  ok: "OK",
  not_modified: "Not changed",
};

/** How a run, a job, a check or a part of the system does, in a word. */
export function outcomeWord(state: string): string {
  return words[state] ?? typeTitle(state);
}
