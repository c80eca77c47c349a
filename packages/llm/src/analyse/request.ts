import type { AnalysisKind, Document } from "../analysis.ts";

/** What an analysis is made of: with the prompt's version, everything that decides what the model is shown. */
export type AnalyseRequest = {
  kind: AnalysisKind;
  documents: Document[];
  model: string;
  /** Of the model: prompt and answer together. */
  contextTokens: number;
  /** At most so many parts are read; the rest is in the coverage. */
  maxParts: number;
  language: "en";
};
