import type { Surroundings } from "./surroundings.ts";

/** The first word of a claim whose opposite stands in the sentences that it quotes instead; null when there is none. */
export function oppositeWord(text: string, { sentences, isEnglish }: Surroundings): string | null {
  if (!isEnglish) return null;
  const claim = wordsOf(text);
  const said = wordsOf(sentences.join("\n"));
  for (const [one, other] of PAIRS)
    for (const [mine, theirs] of [
      [one, other],
      [other, one],
    ] as const) {
      const word = mine.find((each) => claim.has(each));
      const isTurned = theirs.some((each) => said.has(each)) && !theirs.some((each) => claim.has(each));
      if (word !== undefined && isTurned && !mine.some((each) => said.has(each))) return word;
    }
  return null;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/\p{L}+/gu));
}

const PAIRS: readonly (readonly [string[], string[]])[] = `more over above exceeding / fewer less under below
  increased increases increase rose risen rises rise grew grown grows gained / decreased decreases decrease fell fallen falls fall dropped shrank shrunk lost
  enabled enables enable / disabled disables disable
  before / after
  encrypted encrypts encrypt / decrypted decrypts decrypt
  uploaded uploads upload / downloaded downloads download
  inbound incoming / outbound outgoing
  least minimum / most maximum
  created creates create / deleted deletes delete
  internal / external
  authenticated / unauthenticated
  patched / unpatched
  successful successfully succeeded / unsuccessful unsuccessfully failed
  bought / stolen
  bought buys buy / sold sells sell offered offers
  added adds add / removed removes remove deleted deletes
  started starts began begun / stopped stops ended ends finished
  larger bigger greater / smaller
  higher / lower
  joined joins / left leaves quit
  active / inactive dormant
  supported / unsupported
  encrypted / unencrypted plaintext
  connected / disconnected
  earliest / latest
  imported imports / exported exports
  wide broad / narrow
  online / offline
  signed / unsigned
  highest / lowest
  automatically automatic / manually manual
  allowed allows allow permitted permits / blocked blocks block forbidden denied
  first / last
  legitimate benign / malicious
  open opened / closed shut
  public publicly / private privately
  local locally / remote remotely
  temporary temporarily / permanent permanently
  optional / mandatory
  single / multiple several
  guilty convicted / innocent acquitted
  complete / incomplete partial
  correct / incorrect wrong
  weak weaker / strong stronger
  slower slow / faster fast
  longer long / shorter short
  inside / outside
  won wins / lost loses
  accepted accepts / rejected rejects
  present / absent
  north northern / south southern
  east eastern / west western
  earlier older / later newer
  low / high critical
  minutes / hours days weeks months`
  .split("\n")
  .map((line) => {
    const [one = "", other = ""] = line.trim().split(" / ");
    return [one.split(" "), other.split(" ")] as const;
  });
