import { eld } from "eld/extrasmall";

/** ISO 639-1 code of the language that a text is written in, or null when it is too short to tell. */
export function detectLanguage(text: string): string | null {
  const sample = text.slice(0, 350);
  if (sample.length < 60) return null;
  const result = eld.detect(sample);
  return result.isReliable() && result.language !== "" ? result.language : null;
}
