import type { Query } from "./query.ts";

/** Joins queries under one operator in normal form: flat, without `all`, and a single one stands by itself. */
export function combine(kind: "and" | "or", queries: Query[]): Query {
  const nodes = queries.flatMap((query) => {
    if (query.kind === kind) return query.nodes;
    return query.kind === "all" ? [] : [query];
  });
  const [only] = nodes;
  if (only === undefined) return { kind: "all" };
  return nodes.length === 1 ? only : { kind, nodes };
}

/** The opposite of a query in normal form; the opposite of nothing said is still nothing said. */
export function negate(query: Query): Query {
  if (query.kind === "all") return query;
  return query.kind === "not" ? query.node : { kind: "not", node: query };
}
