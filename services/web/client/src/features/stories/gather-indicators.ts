export type Mention = {
  entity_id: number;
  type: string;
  value: string;
  role: string | null;
  confidence: number;
};

export type StoryIndicator = {
  id: number;
  type: string;
  value: string;
  /** What reports say it is, the most certain first. */
  roles: string[];
  confidence: number;
  articles: number;
};

/** One line per indicator from what each article names: those in most articles first. */
export function gatherIndicators(byArticle: readonly (readonly Mention[])[]): StoryIndicator[] {
  const known = new Map<number, StoryIndicator>();
  const mentions = byArticle.flat().toSorted((a, b) => b.confidence - a.confidence);
  for (const { entity_id: id, type, value, role, confidence } of mentions) {
    const line = known.get(id) ?? { id, type, value, roles: [], confidence, articles: 0 };
    known.set(id, line);
    line.articles += 1;
    if (role !== null && !line.roles.includes(role)) line.roles.push(role);
  }
  return [...known.values()].sort(
    (a, b) => b.articles - a.articles || a.type.localeCompare(b.type) || a.value.localeCompare(b.value),
  );
}
