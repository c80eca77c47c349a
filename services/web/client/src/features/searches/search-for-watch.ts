import type { Watch } from "./queries.ts";

/** The search that finds what a watch speaks of. */
export function searchForWatch({ kind, value }: Pick<Watch, "kind" | "value">): string {
  const words = /^[\p{L}\p{N}._-]+$/u.test(value) ? value : `"${value.replaceAll('"', "")}"`;
  return kind === "term" || kind === "entity" ? words : `${kind}:${words}`;
}
