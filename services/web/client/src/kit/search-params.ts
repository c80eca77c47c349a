/** Reads the named parameters of an address as texts; others are dropped. For `validateSearch` of a route. */
export function texts<const Name extends string>(
  ...names: Name[]
): (search: Record<string, unknown>) => { [K in Name]?: string } {
  return (search) => {
    const known = names.flatMap((name) => {
      const value = search[name];
      return typeof value === "string" && value !== "" ? [[name, value]] : [];
    });
    return Object.fromEntries(known) as { [K in Name]?: string };
  };
}

/** `?q=actor:APT29&sort=score`: addresses that people can read, where every value is a text. */
export const searchFormat = {
  parseSearch: (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search: Record<string, unknown>): string => {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(search))
      if (typeof value === "string" && value !== "") params.set(name, value);
    return params.size > 0 ? `?${params.toString()}` : "";
  },
};
