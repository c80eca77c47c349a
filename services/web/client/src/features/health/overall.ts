import { componentTitle } from "./components.ts";

type Status = "ok" | "degraded" | "error";
type Health = { status: Status; components: Record<string, { status: Status }> };

const order: Status[] = ["error", "degraded", "ok"];

/** Components, the worst first; equals stay in their order. */
export function worstFirst<C extends { status: Status }>(components: Record<string, C>): [string, C][] {
  return Object.entries(components).toSorted(
    ([, a], [, b]) => order.indexOf(a.status) - order.indexOf(b.status),
  );
}

/** How the whole does, in words that name what causes it. */
export function overall({ status, components }: Health): string {
  const all = Object.keys(components).length;
  const named = (wanted: Status): string[] =>
    Object.entries(components)
      .filter(([, component]) => component.status === wanted)
      .map(([name]) => componentTitle(name));
  const [errors, degraded] = [named("error"), named("degraded")];
  const bad = errors.length + degraded.length;
  if (bad === 0) return status === "ok" ? "All is well" : "Something is not well";
  const parts = [
    errors.length > 0 && `Error: ${errors.join(", ")}`,
    degraded.length > 0 && `${errors.length > 0 ? "degraded" : "Degraded"}: ${degraded.join(", ")}`,
  ].filter(Boolean);
  return `${parts.join("; ")}${bad < all ? "; the rest is well" : ""}`;
}
