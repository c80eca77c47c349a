import type { Query } from "./query.ts";

/** The one canonical writing of a query: `parseQuery(formatQuery(query))` gives the same query, and "" is `all`. */
export function formatQuery(query: Query): string {
  switch (query.kind) {
    case "all":
      return "";
    case "and":
      return query.nodes
        .map((node) => (node.kind === "or" ? `(${formatQuery(node)})` : formatQuery(node)))
        .join(" ");
    case "or":
      return query.nodes.map(formatQuery).join(" OR ");
    case "not":
      return formatNot(query.node);
    case "word":
      return query.word;
    case "phrase":
      return quote(query.text);
    case "prefix":
      return `${query.prefix}*`;
    case "indicator":
      return query.raw;
    case "number":
      return `${query.field}${query.comparison === "=" ? ":" : query.comparison}${query.values.join(",")}`;
    case "time":
      return `${query.field}:${formatValue(query.given)}`;
    case "entity":
    case "name":
      return `${query.field}:${query.values.map(formatValue).join(",")}`;
    case "state":
    case "is":
    case "has":
    case "role":
      return `${query.kind}:${query.values.join(",")}`;
  }
}

function formatNot(node: Query): string {
  const inner = formatQuery(node);
  if (node.kind === "and" || node.kind === "or") return `-(${inner})`;
  // Before a dash or bracket a minus would be read as something else.
  return /^["\p{L}\p{N}]/u.test(inner) ? `-${inner}` : `NOT ${inner}`;
}

/** Anything that could end a value, or start something else, goes into quotation marks. */
function formatValue(value: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N}\p{M}_.\-@+:]*\*?$/u.test(value) ? value : quote(value);
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
