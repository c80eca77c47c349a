/** What a refusal says, without the commands that it names for who works on the command line. */
export function problemWords(detail: string): string {
  return detail
    .replace(
      /; `stories undo \d*` takes that back first$/,
      ". Undo that first: it stands in the story's activity.",
    )
    .replace(/; `[a-z-]+ (?:list|show)` (?:lists|shows) (?:it|them)$/, "");
}
