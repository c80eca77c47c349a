/** The code units of a text as a set: a look-up by number is what scanning by position can afford. */
export function codeSet(signs: string): ReadonlySet<number> {
  return new Set(Array.from(signs, (sign) => sign.charCodeAt(0)));
}
