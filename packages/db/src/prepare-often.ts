/** Texts that are known, and those prepared: a list of changing length makes ever new texts, and none is forgotten. */
const mostKnown = 2_000;
const mostPrepared = 300;
const oftenEnough = 3;

export type Unsafe = (text: string, parameters?: unknown[], options?: Record<string, unknown>) => unknown;

/**
 * Drizzle sends each statement to be parsed and planned anew, which for a list of articles takes longer than to carry
 * it out. What is asked often is prepared instead, on each connection once. Searches keep plans of their own: what is
 * right for a rare word is wrong for a common one.
 */
export function createPreparing(): (send: Unsafe) => Unsafe {
  const known = new Map<string, number>();
  let prepared = 0;

  const isOften = (text: string): boolean => {
    const times = (known.get(text) ?? 0) + 1;
    if (times > oftenEnough) return true;
    if (times === oftenEnough && prepared >= mostPrepared) return false;
    if (times === oftenEnough) prepared += 1;
    if (times > 1 || known.size < mostKnown) known.set(text, times === oftenEnough ? oftenEnough + 1 : times);
    return times === oftenEnough;
  };

  return (send) =>
    (text, parameters = [], options = {}) => {
      // Without parameters several statements may stand in one text, which cannot be prepared.
      const isWorthIt = parameters.length > 0 && !isSearch(text) && isOften(text);
      return send(text, parameters, isWorthIt ? { ...options, prepare: true } : options);
    };
}

/** Passages are read from articles that are found already. */
function isSearch(text: string): boolean {
  return text.includes("tsquery") && !text.includes("ts_headline");
}
