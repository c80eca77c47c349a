/** Whether a title announces a collection of many stories: "Week in review", "Weekly threat roundup", "Wochenrückblick". */
export function isRoundupTitle(title: string): boolean {
  const text = title.slice(0, 300);
  return patterns.some((pattern) => pattern.test(text));
}

const period = "(?:daily|weekly|monthly|quarterly|bi-?weekly)";
const subject =
  "(?:(?:cyber|threat|security|infosec|malware|ransomware|intel(?:ligence)?|news|tech|vulnerabilit(?:y|ies)|cti)[ -]?){1,4}";
const kind =
  "(?:round-?\\s?up|recap|review|digest|newsletter|briefing|bulletin|report|summary|wrap-?up|news|highlights|headlines)";

const patterns = [
  /\bround-?\s?ups?\b/iu,
  /\b(?:week|month|year|quarter)\s+in\s+(?:review|security|cyber\s?security|brief|malware|ransomware|infosec|threats?|overview)\b/iu,
  /^\s*(?:the|this)\s+(?:week|month)(?:['’]s|\s+in)\b/iu,
  /^\s*week\s+(?:in\b|\d{1,2}\b)/iu,
  /\bin\s+review\b/iu,
  new RegExp(`\\b${period}\\s+(?:${subject})?\\s*${kind}\\b`, "iu"),
  new RegExp(`^\\s*${period}\\s+${subject}`, "iu"),
  /\b(?:newsletter|news\s+digest|security\s+digest|link\s?(?:fest|dump)|sunday\s+reads?|friday\s+squid|things\s+we\s+read)\b/iu,
  /\bin\s+other\s+news\b/iu,
  /\bbulletin\s+(?:d['’]actualité|hebdo)/iu,
  /\brevue\s+(?:de\s+presse|hebdo)|\bactu(?:alité)?s?\s+de\s+la\s+semaine\b|\brésumé\s+(?:de\s+la\s+semaine|hebdo)/iu,
  /\b(?:wochen|monats)(?:rück|über)(?:blick|sicht)\b|\bdie\s+woche\s+im\b/iu,
  /\bresumen\s+(?:semanal|mensual|de\s+la\s+semana)\b|\bbolet[ií]n\s+(?:semanal|mensual)\b/iu,
];
