import type { ReactElement } from "react";

import { plural } from "../../kit/number.ts";
import type { Activity } from "./queries.ts";

type Checks = Activity["checks"];

const shown = 30;
const step = 4;
const height = 22;
const base = 15;

/** The latest checks, the newest at the right: what it brought stands on the line, failures hang below it. */
export function CheckStrip({ checks }: { checks: Checks }): ReactElement {
  const latest = checks.slice(-shown);
  const missing = shown - latest.length;
  return (
    <svg
      role="img"
      aria-label={stripWords(latest)}
      width={shown * step}
      height={height}
      viewBox={`0 0 ${shown * step} ${height}`}
      className="shrink-0"
    >
      <title>{stripWords(latest)}</title>
      <line x1={0} x2={shown * step} y1={base} y2={base} className="stroke-line" />
      {latest.map((check, index) => (
        <Bar key={check.at} check={check} x={(missing + index) * step} />
      ))}
    </svg>
  );
}

function Bar({ check, x }: { check: Checks[number]; x: number }): ReactElement {
  if (check.outcome === "failed") return <rect x={x} y={base} width={3} height={7} className="fill-bad" />;
  const tall = check.new === 0 ? 2 : barHeight(check.new);
  return (
    <rect
      x={x}
      y={base - tall}
      width={3}
      height={tall}
      className={check.new === 0 ? "fill-line-strong" : "fill-good"}
    />
  );
}

/** One article is to be seen, a hundred are not to hide it. */
function barHeight(count: number): number {
  return Math.min(base, 4 + Math.round(2.5 * Math.log2(count + 1)));
}

/** What the picture shows, for who cannot see it. */
function stripWords(checks: Checks): string {
  if (checks.length === 0) return "No checks yet";
  const failed = checks.filter(({ outcome }) => outcome === "failed").length;
  const brought = checks.reduce((all, check) => all + check.new, 0);
  const what = checks.length === 1 ? "The last check" : `The last ${checks.length} checks`;
  return `${what}: ${failed === 0 ? "none failed" : `${failed} failed`}, ${plural(brought, "new article")}`;
}
