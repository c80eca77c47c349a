/** A short name for a source, from its title or host: lower case, digits and hyphens, at most 60 characters. */
export function slugOf(text: string): string {
  const slug = text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  // A number alone would be taken for an id.
  return /^\d*$/.test(slug) ? `source${slug && "-"}${slug}` : slug;
}

/** The slug itself, or with the first number that makes it new. */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug;
  for (let number = 2; ; number += 1) if (!taken.has(`${slug}-${number}`)) return `${slug}-${number}`;
}
