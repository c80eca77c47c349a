/** The dashboard cannot start as it is set up; the message says what to do. */
export class MonitorError extends Error {
  override name = "MonitorError";
}
