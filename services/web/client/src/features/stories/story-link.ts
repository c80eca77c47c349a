export type StoryLink = { kind: "story" | "article"; id: number };

/** What somebody pasted to say which story is meant: a number, or a link to a story or an article of this place. */
export function parseStoryLink(text: string): StoryLink | null {
  const written = text.trim();
  if (/^#?\d+$/.test(written)) return toLink("story", written.replace("#", ""));
  const [, kind, id] = /(?:^|\/)(stories|articles)\/(\d+)(?:[/?#]|$)/.exec(written) ?? [];
  if (kind && id) return toLink(kind === "stories" ? "story" : "article", id);
  // The triage list has the open story in its address.
  const [, open] = /[?&]story=(\d+)(?:&|#|$)/.exec(written) ?? [];
  return open ? toLink("story", open) : null;
}

function toLink(kind: StoryLink["kind"], text: string): StoryLink | null {
  const id = Number(text);
  return Number.isSafeInteger(id) && id > 0 ? { kind, id } : null;
}
