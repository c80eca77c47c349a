const TABLE_SIZE = 0x2070;

/** What a code unit is in a name when it is no folded letter or digit. */
export const SEPARATOR = 0;
/** Marks, soft hyphens and the like: as if they were not there. */
export const SKIPPED = 1;
/** Han, kana, hangul: a word of its own. */
export const IDEOGRAPH = 2;

/**
 * Folded code for each code unit below U+2070: letters lose case and accents, digits stay. A look-up is what keeps
 * the scan at the speed of memory.
 */
export const FOLDED: Uint16Array = Uint16Array.from({ length: TABLE_SIZE }, (_, code) => {
  const character = String.fromCharCode(code);
  if (code === 0xad || (code >= 0x200b && code <= 0x200d) || /\p{M}/u.test(character)) return SKIPPED;
  if (!/[\p{L}\p{N}]/u.test(character)) return SEPARATOR;
  return character.normalize("NFKD").toLowerCase().charCodeAt(0);
});

/** Folds one code unit; see the constants for what is no letter or digit. */
export function foldCode(code: number): number {
  if (code < TABLE_SIZE) return FOLDED[code] ?? SEPARATOR;
  const isIdeograph = (code >= 0x3040 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7af);
  return isIdeograph ? IDEOGRAPH : SEPARATOR;
}

/** What spellings of one name share: `Agent-Tesla`, `AgentTesla` and `agent tesla` fold to `agenttesla`. */
export function foldName(name: string): string {
  if (PLAIN.test(name)) return name;
  if (ASCII.test(name)) return name.toLowerCase().replace(NO_NAME, "");
  let folded = "";
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    const kind = foldCode(code);
    if (kind > IDEOGRAPH) folded += String.fromCharCode(kind);
    else if (kind === IDEOGRAPH) folded += name[at];
  }
  return folded;
}

// Most names are of one of these kinds, and the engine folds those faster than a loop.
const PLAIN = /^[a-z0-9]*$/;
const ASCII = /^[\x20-\x7e]*$/;
const NO_NAME = /[^a-z0-9]+/g;

export const HASH_SEED = 0x811c9dc5 | 0;

/** One step of the rolling hash over folded codes (FNV-1a on 16-bit units). */
export function hashStep(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

export function hashText(folded: string): number {
  let hash = HASH_SEED;
  for (let at = 0; at < folded.length; at++) hash = hashStep(hash, folded.charCodeAt(at));
  return hash;
}
