import type {
  AttackCatalogue,
  AttackTactic,
  AttackTechnique,
} from "@cti/pipeline/knowledge/attack-catalogue";

import type { TechniqueCounts } from "./count-techniques.ts";

export type MatrixTechnique = AttackTechnique & {
  entity_id: number | null;
  articles: number;
  stories: number;
  /** With those of its parts, each counted once. */
  articles_all: number;
  stories_all: number;
};

export type Matrix = { platforms: string[]; tactics: AttackTactic[]; techniques: MatrixTechnique[] };

const none = { articles: 0, stories: 0 };

/** The catalogue with its counts; with a platform only techniques that are known to work there, and their parents. */
export function toMatrix(
  { tactics, techniques }: AttackCatalogue,
  counts: TechniqueCounts,
  platform: string | null,
): Matrix {
  const fits = ({ platforms }: AttackTechnique): boolean => platform === null || platforms.includes(platform);
  const fitting = techniques.filter(fits);
  const kept = new Set(fitting.flatMap(({ id, parent }) => (parent === null ? [id] : [id, parent])));
  return {
    platforms: [...new Set(techniques.flatMap(({ platforms }) => platforms))].sort(),
    tactics: tactics.map((tactic) => ({
      ...tactic,
      techniques: tactic.techniques.filter((id) => kept.has(id)),
    })),
    techniques: techniques
      .filter(({ id }) => kept.has(id))
      .map((technique) => {
        const own = counts.own.get(technique.id) ?? none;
        const whole = isWhole(technique) ? (counts.whole.get(technique.id) ?? none) : own;
        return {
          ...technique,
          entity_id: counts.entityIds.get(technique.id) ?? null,
          ...own,
          articles_all: whole.articles,
          stories_all: whole.stories,
        };
      }),
  };
}

function isWhole({ id }: AttackTechnique): boolean {
  return !id.includes(".");
}
