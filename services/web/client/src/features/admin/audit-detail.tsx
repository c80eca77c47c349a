import type { ReactElement } from "react";

import { visible } from "../../kit/remote.tsx";

/** Before and after of a change, member by member; other details as they are. */
export function AuditDetail({ detail }: { detail: Record<string, unknown> }): ReactElement {
  const before = asObject(detail["before"]);
  const after = asObject(detail["after"]);
  const rest = Object.entries(detail).filter(([name]) => name !== "before" && name !== "after");
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => text(before[name]) !== text(after[name]),
  );
  return (
    <ul className="flex flex-col gap-0.5 text-small">
      {changed.map((name) => (
        <li key={name}>
          <span className="text-muted">{name}:</span>{" "}
          {name in before && <del className="text-faint">{text(before[name])}</del>}{" "}
          {name in after && <ins className="no-underline">{text(after[name])}</ins>}
        </li>
      ))}
      {rest.map(([name, value]) => (
        <li key={name}>
          <span className="text-muted">{name}:</span> {text(value)}
        </li>
      ))}
    </ul>
  );
}

function asObject(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  return typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : { value };
}

function text(value: unknown): string {
  const written = typeof value === "string" ? value : (JSON.stringify(value) ?? "–");
  return visible(written.length > 300 ? `${written.slice(0, 300)} …` : written);
}
