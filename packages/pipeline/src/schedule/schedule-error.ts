/** Times or rules that a schedule cannot have; the message says what to write instead. */
export class ScheduleError extends Error {
  override name = "ScheduleError";
}
