import type { WebDeps } from "../web-deps.ts";

type Kept = { value: unknown; at: number };
type Shelf = { kept: Map<string, Kept>; reading: Map<string, Promise<Kept>> };

/** One for each service, so that tests with several do not see each other's. */
const shelves = new WeakMap<WebDeps, Shelf>();

/** Milliseconds: an answer is given again while it is `fresh`; up to `stale` it is, while a new one is read. */
export type Age = { fresh: number; stale: number };

/**
 * What many ask for and nobody needs to the second: read once for all who ask at the same time. It must not depend on
 * who asks, and `read` must not use a transaction of theirs. `name` tells what it is, with its parameters.
 */
export async function recent<T>(
  deps: WebDeps,
  name: string,
  age: Age,
  read: () => Promise<T>,
): Promise<{ value: T; at: Date }> {
  const answerOf = ({ value, at }: Kept): { value: T; at: Date } => ({ value: value as T, at: new Date(at) });
  const shelf = shelfOf(deps);
  const kept = shelf.kept.get(name);
  const old = kept === undefined ? Infinity : Math.abs(deps.now().getTime() - kept.at);
  if (kept && old < age.fresh) return answerOf(kept);
  const reading = shelf.reading.get(name) ?? start(deps, shelf, { name, read });
  if (!kept || old >= age.stale) return answerOf(await reading);
  reading.catch((error: unknown) => deps.log.warn({ err: error, name }, "an older answer is given"));
  return answerOf(kept);
}

function shelfOf(deps: WebDeps): Shelf {
  const shelf = shelves.get(deps) ?? { kept: new Map(), reading: new Map() };
  shelves.set(deps, shelf);
  return shelf;
}

function start(
  deps: WebDeps,
  shelf: Shelf,
  { name, read }: { name: string; read: () => Promise<unknown> },
): Promise<Kept> {
  const at = deps.now().getTime();
  const reading = read()
    .then((value) => {
      const kept = { value, at };
      shelf.kept.set(name, kept);
      return kept;
    })
    .finally(() => shelf.reading.delete(name));
  shelf.reading.set(name, reading);
  return reading;
}
