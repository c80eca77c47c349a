import { type DestinationStream, type Logger, pino } from "pino";

import { createPrettyLine } from "./pretty.ts";

export type { Logger } from "pino";

/** Paths that never reach a log line, whatever object they hang on. */
const secretPaths = ["password", "token", "secret", "authorization", "cookie", "databaseUrl", "url.password"];

/**
 * The one logger of a process: JSON lines, or readable ones on a terminal.
 * A line is an event name and fields; `destination` takes the stream's place in tests.
 */
export function createLogger(options: {
  level: string;
  /** Shows at least what `debug` shows, whatever the level says. */
  debug?: boolean;
  format: "auto" | "json" | "pretty";
  name: string;
  /** Services have nothing else to say on stdout; commands keep it for data. */
  to?: "stdout" | "stderr";
  /** Take every line too, always as JSON: log files. */
  also?: readonly DestinationStream[];
  destination?: DestinationStream;
}): Logger {
  const { format, name, also = [], destination, to = "stderr" } = options;
  const isTerminal = !destination && process[to].isTTY;
  const isPretty = format === "pretty" || (format === "auto" && isTerminal);
  const stream = destination ?? pino.destination({ dest: to === "stdout" ? 1 : 2, sync: true });
  return pino(
    {
      name,
      level: levelOf(options),
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secretPaths.flatMap((path) => [path, `*.${path}`]), censor: "********" },
      formatters: { level: (label) => ({ level: label }) },
    },
    toAll([isPretty ? prettyTo(stream, isTerminal) : stream, ...also]),
  );
}

function levelOf({ level, debug = false }: { level: string; debug?: boolean }): string {
  if (debug && level !== "trace") return "debug";
  return level === "warning" ? "warn" : level;
}

function prettyTo(destination: DestinationStream, colour: boolean): DestinationStream {
  const pretty = createPrettyLine({ colour });
  return { write: (line) => destination.write(pretty(line)) };
}

function toAll(destinations: DestinationStream[]): DestinationStream {
  const [only] = destinations;
  if (only && destinations.length === 1) return only;
  return {
    write: (line) => {
      for (const destination of destinations) destination.write(line);
    },
  };
}
