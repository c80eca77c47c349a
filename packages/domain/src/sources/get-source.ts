import type { Db } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { type Source, sources } from "@cti/db/schema/sources";
import { and, count, eq, isNull } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { type CheckLine, listChecks } from "./list-checks.ts";
import {
  type SettingsLine,
  type SourceLine,
  type SourceView,
  toSettingsLine,
  toSourceLine,
} from "./source-line.ts";

export type SourceFull = SourceLine & {
  settings: SettingsLine;
  /** The layout of its pages was learned. */
  template_known: boolean;
  /** The built-in pack updates it, but for what a person changed. */
  owned_by_pack: boolean;
  /** The latest ten. */
  checks: CheckLine[];
};

const shownChecks = 10;

/** A source as the API shows it. */
export async function getSource(db: Db, id: number, view: SourceView): Promise<SourceFull> {
  const source = await readSourceRow(db, id);
  const [counted] = await db.select({ articles: count() }).from(articles).where(eq(articles.sourceId, id));
  const page = { limit: shownChecks, cursor: null, secrets: view.secrets };
  return {
    ...toSourceLine(source, counted?.articles ?? 0, view),
    settings: toSettingsLine(source.settings),
    template_known: source.template !== null,
    owned_by_pack: source.packValues !== null,
    checks: (await listChecks(db, id, page)).items,
  };
}

/** The row of a source that is followed. Throws DomainError not_found. */
export async function readSourceRow(db: Db, id: number): Promise<Source> {
  const [source] = await db
    .select()
    .from(sources)
    .where(and(eq(sources.id, id), isNull(sources.removedAt)));
  if (!source) throw new DomainError("not_found", `There is no source ${id}`);
  return source;
}
