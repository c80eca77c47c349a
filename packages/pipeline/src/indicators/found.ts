import type { IndicatorType } from "../entities/entity-types.ts";
import type { PlaceKind } from "../entities/mention.ts";

/** What a recogniser saw, in offsets of the clean text; what it means in the report is decided later. */
export type Found = {
  type: IndicatorType;
  value: string;
  start: number;
  end: number;
  details: Record<string, string | number> | null;
  /** How sure the shape alone makes us, 0 to 1. */
  confidence: number;
  reasons: readonly string[];
  /** Set when the shape says that it is no evidence, such as a file of the system. */
  isOrdinary: boolean;
};

/** The clean text under the lexer's hand, and what the recognisers have found so far. */
export type Scan = {
  text: string;
  found: Found[];
  isDefanged: (start: number, end: number) => boolean;
  /** The kind of place around an offset of the clean text. */
  placeAt: (at: number) => PlaceKind;
  /** The column header, else the heading, in lower case; empty when there is none. */
  underAt: (at: number) => string;
  /** IPv6 addresses by how they are written, null for what only resembles one. */
  addresses: Map<string, string | null>;
  /** Checksums left to compute; bounds the work on hostile texts. */
  checksumsLeft: number;
};

/** A run of word characters with the bits of what is in it. */
export type Run = { start: number; end: number; bits: number };

/** Notes a find and says where to read on. */
export function note(
  scan: Scan,
  found: Pick<Found, "type" | "value" | "start" | "end"> & Partial<Found>,
): number {
  const {
    type,
    value,
    start,
    end,
    details = null,
    confidence = 0.8,
    reasons = NO_REASONS,
    isOrdinary = false,
  } = found;
  scan.found.push({ type, value, start, end, details, confidence, reasons, isOrdinary });
  return found.end;
}

const NO_REASONS: readonly string[] = [];

/** Nothing recognised here. */
export const NOTHING = -1;
