import { type DestinationStream, type Logger, pino } from "pino";
import { build as prettyStream } from "pino-pretty";

export type { Logger } from "pino";

/** Paths that never reach a log line, whatever object they hang on. */
const secretPaths = ["password", "token", "secret", "authorization", "cookie", "databaseUrl", "url.password"];

/**
 * The one logger of a process: JSON lines on stderr, or readable lines on a terminal.
 * A line is an event name and fields; `destination` is for tests.
 */
export function createLogger(options: {
  level: string;
  format: "auto" | "json" | "pretty";
  name: string;
  destination?: DestinationStream;
}): Logger {
  const pretty = options.format === "pretty" || (options.format === "auto" && process.stderr.isTTY);
  const destination =
    options.destination ??
    (pretty
      ? prettyStream({ destination: 2, ignore: "pid,hostname", sync: true })
      : pino.destination({ dest: 2, sync: true }));
  return pino(
    {
      name: options.name,
      level: options.level === "warning" ? "warn" : options.level,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secretPaths.flatMap((path) => [path, `*.${path}`]), censor: "********" },
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}
