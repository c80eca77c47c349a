import type { KnownAlias } from "./known-name.ts";

/**
 * The usable spellings of a published name: `BeaverTail (OS X)` is BeaverTail, `Wcry Ransomware` is also Wcry, which
 * then is ambiguous because the word that made it clear is gone. The first is the canonical one.
 */
export function spellingsOf(published: string, source: string): KnownAlias[] {
  const name = published
    .replace(/\s*[([][^)\]]*[)\]]\s*/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  if (name === "" || LETTERS.exec(name) === null) return [];
  const spellings: KnownAlias[] = [{ name, source, ambiguous: false }];
  const base = name.replace(KIND, "");
  if (base !== name && LETTERS.exec(base) !== null && base.length > 2)
    spellings.push({ name: base, source, ambiguous: true });
  return spellings;
}

/** Kinds that authors add to a name; none of them is part of it. */
const KIND =
  /[ -](?:ransomware|ransomeware|ransom|malware|trojan|backdoor|botnet|stealer|rat|loader|worm|rootkit|group|team|gang|apt)$/i;
const LETTERS = /\p{L}.*\p{L}/u;
