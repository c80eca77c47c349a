import { refang } from "./refang.ts";

export type Wanted = { id: number; written: string; value: string };

export const mostLines = 1_000;

/** The different values of a pasted list, refanged, in their order: one a line, or between commas, semicolons, tabs. */
export function readList(text: string): { wanted: Wanted[]; left: number } {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:#|\/\/\s)/.test(line)) continue;
    for (const part of partsOf(line)) {
      const written = part.trim().replace(/^(?:[-*•]\s+)?["'`<]?|["'`>]?[.,;]?$/gu, "");
      const value = refang(written);
      if (value !== "" && value.length <= 2_048 && !values.has(value)) values.set(value, written);
    }
  }
  const wanted = [...values].map(([value, written], index) => ({ id: index + 1, written, value }));
  return { wanted: wanted.slice(0, mostLines), left: Math.max(0, wanted.length - mostLines) };
}

/** Addresses and paths may have commas and semicolons of their own. */
function partsOf(line: string): string[] {
  return /[/\\]/.test(line) ? line.split(/\t|[,;]\s+/) : line.split(/[\t,;]/);
}
