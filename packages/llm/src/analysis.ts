/** What a model can be asked for, each with a prompt of its own (`prompts/<kind>.md`). */
export const analysisKinds = ["summary", "hunt", "detection", "entities", "translation"] as const;
export type AnalysisKind = (typeof analysisKinds)[number];

/** A text that an analysis may speak of and quote. An article has one, a story one per article without twins. */
export type Document = {
  articleId: number;
  title: string;
  text: string;
  source: string;
  publishedAt: Date | null;
  language: string | null;
};

/** A place in an article: `field.slice(start, end)`, UTF-16 units. */
export type Span = { articleId: number; field: "title" | "text"; start: number; end: number };

/** A quote that stands in an article; one that leaves words out (…) has several spans. */
export type Evidence = { quote: string; spans: Span[] };

/**
 * Where in an analysis something is said. `fact` sections speak of what an article reports, the others give advice that
 * rests on it.
 */
export const sections = {
  title: "fact",
  summary: "fact",
  behaviour: "fact",
  observable: "fact",
  technique: "fact",
  entity: "fact",
  detectable: "fact",
  hypothesis: "advice",
  data_source: "advice",
  query: "advice",
  log_source: "advice",
  false_positive: "advice",
  huntability: "advice",
} as const;
export type Section = keyof typeof sections;

/** An indicator, a technique or a name that a claim is about; the value as our extraction writes it. */
export type Subject = { type: string; value: string; label: string | null };

/** One thing that the model said, and whether the articles bear it out. */
export type Claim = {
  /** Counts from 1 within its analysis. */
  id: number;
  section: Section;
  text: string;
  subject: Subject | null;
  /** As the model gave them, whether found or not. */
  quotes: string[];
  evidence: Evidence[];
  status: "supported" | "unsupported";
  /** Why it is unsupported, in words for people; null otherwise. */
  reason: string | null;
};

/** What a model says before anybody has looked: the input of the check. */
export type RawClaim = Pick<Claim, "section" | "text" | "quotes"> & {
  subject: { type: string; value: string } | null;
};

/** A finished analysis. Nothing but its supported claims may be counted, exported or shown as true. */
export type AnalysisOutput = {
  claims: Claim[];
  /** 1 to 10, for `detection`; null elsewhere, and where none of its reasons is supported. */
  huntability: number | null;
  /** How much of the text was read: characters and parts, of all there are; what is left out is said, not hidden. */
  coverage: { parts: number; partsRead: number; chars: number; charsRead: number };
  /** Passages that speak to a model instead of a reader. */
  suspicious: SuspiciousPassage[];
  /** Claims that are not shown: more than anybody reads, and of proposed entities those that the rules had found. */
  leftOut: { surplus: number; known: number };
};

export type SuspiciousPassage = { articleId: number; start: number; end: number; reason: string };
