import type { Attack, Technique } from "./queries.ts";
import type { Domain, View } from "./view.ts";

export type Cell = {
  technique: Technique;
  /** With its sub-techniques, each article or story counted once. */
  value: number;
  subs: { technique: Technique; value: number }[];
};

export type Column = { id: string; name: string; cells: Cell[]; seen: number };

/** The columns of the matrix as people want to see them; sub-techniques count for the technique above them. */
export function toColumns(attack: Attack, view: Pick<View, "count" | "least" | "all" | "domain">): Column[] {
  const byId = new Map(attack.techniques.map((technique) => [technique.id, technique]));
  const parts = Map.groupBy(attack.techniques, ({ parent }) => parent);
  const valueOf = ({ articles_all, stories_all }: Technique): number => {
    const value = view.count === "articles" ? articles_all : stories_all;
    return value < view.least ? 0 : value;
  };
  const toCell = (technique: Technique): Cell => {
    const subs = (parts.get(technique.id) ?? []).map((sub) => ({ technique: sub, value: valueOf(sub) }));
    return {
      technique,
      value: valueOf(technique),
      subs: view.all ? subs : subs.filter(({ value }) => value > 0),
    };
  };
  return tacticsOf(attack, view.domain).map(({ id, name, techniques }) => {
    const every = techniques.flatMap((each) => byId.get(each) ?? []).map(toCell);
    const seen = every.filter(({ value }) => value > 0);
    // Where all stand, each keeps its place; among those that were seen the most frequent come first.
    return { id, name, seen: seen.length, cells: view.all ? every : seen.toSorted(byValue) };
  });
}

/** The tactics of a domain in the order of its matrix. */
export function tacticsOf({ tactics }: Attack, domain: Domain): Attack["tactics"] {
  return tactics.filter((tactic) => tactic.domain === domain);
}

function byValue(a: Cell, b: Cell): number {
  return b.value - a.value || (a.technique.id < b.technique.id ? -1 : 1);
}

/** Each technique of the columns once, the most frequent first. */
export function ranked(columns: readonly Column[]): Cell[] {
  const cells = new Map(columns.flatMap((column) => column.cells.map((cell) => [cell.technique.id, cell])));
  return [...cells.values()].toSorted(byValue);
}

/** How many techniques stand in the columns, and how many of them were seen; those of two columns once. */
export function tally(
  columns: readonly Column[],
  attack: Attack,
  domain: Domain,
): { seen: number; of: number } {
  return {
    seen: ranked(columns).filter(({ value }) => value > 0).length,
    of: new Set(tacticsOf(attack, domain).flatMap(({ techniques }) => techniques)).size,
  };
}

/** The least values of the four steps of heat, for values up to `most`: even in their order of magnitude. */
export function heatSteps(most: number): [number, number, number, number] {
  const step = (part: number): number => Math.ceil(Math.max(most, 1) ** part - 1e-9);
  const second = Math.max(2, step(1 / 4));
  const third = Math.max(second + 1, step(2 / 4));
  return [1, second, third, Math.max(third + 1, step(3 / 4))];
}

/** 0 for none, 1 to 4 for more and more. */
export function heatOf(value: number, steps: readonly number[]): number {
  return steps.filter((step) => value >= step).length;
}
