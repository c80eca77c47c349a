import type { Query } from "./query.ts";

/** The query for one reader: `assignee:me` becomes their username. Without one, `me` is a name like any other. */
export function knowMe(query: Query, username: string | null): Query {
  if (username === null) return query;
  if (query.kind === "and" || query.kind === "or")
    return { ...query, nodes: query.nodes.map((node) => knowMe(node, username)) };
  if (query.kind === "not") return { ...query, node: knowMe(query.node, username) };
  if (query.kind !== "name" || query.field !== "assignee") return query;
  const me = username.toLowerCase();
  return { ...query, values: query.values.map((value) => (value === "me" ? me : value)) };
}
