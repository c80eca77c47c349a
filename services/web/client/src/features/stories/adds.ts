import { plural } from "../../kit/number.ts";
import type { Member } from "./queries.ts";

/** ` · adds 13 indicators, 5 techniques`, or nothing. */
export function addsWords(adds: Member["adds"]): string {
  const words = addsList(adds);
  return words.length > 0 ? ` · adds ${words.join(", ")}` : "";
}

export function addsList({ indicators, techniques, names }: Member["adds"]): string[] {
  return [
    ...(indicators > 0 ? [plural(indicators, "indicator")] : []),
    ...(techniques > 0 ? [plural(techniques, "technique")] : []),
    ...(names > 0 ? [plural(names, "name")] : []),
  ];
}
