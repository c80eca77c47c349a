import type { AnalysisSubject } from "@cti/db/schema/analyses";
import { articles } from "@cti/db/schema/articles";
import { entities, entityAliases } from "@cti/db/schema/entities";
import { starterKnowledge } from "@cti/pipeline/entities/knowledge";
import { understand } from "@cti/pipeline/entities/understand";
import { foldName } from "@cti/pipeline/query/fold";
import { seedArticles } from "@cti/testing/seed-articles";
import { eq } from "drizzle-orm";

import { type AnalysisFull, getAnalysis } from "../src/analyses/get-analysis.ts";
import { judgeAnalysis } from "../src/analyses/judge-analysis.ts";
import { performAnalysis } from "../src/analyses/perform-analysis.ts";
import { requestAnalysis } from "../src/analyses/request-analysis.ts";
import type { VerdictChange } from "../src/analyses/settle-verdict.ts";
import { ensureEntities } from "../src/entities/ensure-entities.ts";
import { type ArticleMention, listArticleMentions } from "../src/entities/list-article-mentions.ts";
import { saveUnderstandings } from "../src/entities/save-understandings.ts";
import { asTenant } from "../src/tenants/as-tenant.ts";
import { type Desk, openDesk } from "./open-desk.ts";

export const at = new Date("2026-03-01T10:00:00Z");

/** A text with names that the rules do not know. */
export const amberText =
  "In May the group Amber Vole sent invoices to shipping firms. Its script loads LanternRAT from a share. Nobody paid.";

export const amberVole = {
  type: "actor",
  name: "Amber Vole",
  quotes: ["the group Amber Vole sent invoices"],
};
const lantern = { type: "malware", name: "LanternRAT", quotes: ["script loads LanternRAT from a share"] };
const invented = { type: "actor", name: "Cobalt Heron", quotes: ["Cobalt Heron was behind all of it"] };

export type Saying = { claim?: number; tenant?: number; actor?: string; minute?: number };

/** A desk with an article whose names a model proposes, and a second tenant of the number 2. */
export type ProposalDesk = Desk & {
  /** Has the model propose; of the usual three claims the third is not borne out. Gives the analysis. */
  propose: (answer?: object[], subject?: { subject: AnalysisSubject; subjectId: number }) => Promise<number>;
  /** Judges a claim, the first as the first tenant unless it is said otherwise. */
  say: (id: number, verdict: "accepted" | "rejected" | null, saying?: Saying) => Promise<VerdictChange[]>;
  show: (id: number, tenant?: number) => Promise<AnalysisFull>;
  /** Actors, malware and techniques that an article mentions, as a tenant sees them. */
  seen: (tenant?: number, articleId?: number) => Promise<ArticleMention[]>;
  addArticle: (text: string, source: string) => Promise<number>;
  nameEntity: (type: string, value: string, names?: string[]) => Promise<number>;
  rewrite: (to: string) => Promise<void>;
  /** As a changed page or a better extractor does. */
  extractAgain: () => Promise<void>;
  /** Stored totals that are others than the mentions say: none, whatever was accepted and taken back. */
  wrongTotals: () => Promise<unknown[]>;
};

export async function openProposals(): Promise<ProposalDesk> {
  const desk = await openDesk();
  await desk.db.owner.sql`insert into tenants (id, slug, name) values (2, 'red', 'Red')`;
  const articleId = await addArticle(desk, amberText, "beta");
  return {
    ...desk,
    articleId,
    propose: (
      answer = [amberVole, lantern, invented],
      subject = { subject: "article", subjectId: articleId },
    ) => propose(desk, answer, subject),
    say: (id, verdict, { claim = 1, tenant = 1, actor = "ada", minute = 0 } = {}) => {
      const now = new Date(at.getTime() + minute * 60_000);
      return asTenant(desk.db.db, tenant, (tx) => judgeAnalysis(tx, { id, claim, verdict, actor, now }));
    },
    show: (id, tenant = 1) =>
      asTenant(desk.db.db, tenant, (tx) => getAnalysis(tx, desk.deps, { id, actor: "ada" })),
    seen: async (tenant = 1, id = articleId) => {
      const filter = { types: ["actor", "malware", "technique"], statuses: [] };
      const found = await asTenant(desk.db.db, tenant, (tx) =>
        listArticleMentions(tx, id, filter, { cursor: null, limit: 50 }),
      );
      return found.items;
    },
    addArticle: (text, source) => addArticle(desk, text, source),
    nameEntity: (type, value, names = []) => nameEntity(desk, { type, value, names }),
    rewrite: async (to) =>
      void (await desk.db.db.update(articles).set({ text: to }).where(eq(articles.id, articleId))),
    extractAgain: () => extractAgain(desk, articleId),
    wrongTotals: () => wrongTotals(desk),
  };
}

async function addArticle({ db }: Desk, text: string, source: string): Promise<number> {
  const [id = 0] = await seedArticles(db, [{ source, title: "Invoices with a script", text, at }]);
  return id;
}

async function propose(
  desk: Desk,
  answer: object[],
  subject: { subject: AnalysisSubject; subjectId: number },
): Promise<number> {
  desk.ollama.onChat(() => JSON.stringify({ entities: answer }));
  const asked = { ...subject, kind: "entities", force: true, trigger: "api", actor: "ada" } as const;
  const { analysis } = await requestAnalysis(desk.db.db, desk.deps, asked);
  const signal = new AbortController().signal;
  await performAnalysis(
    desk.deps,
    { analysisId: analysis.id, trigger: "api", actor: "ada" },
    { signal, afterFailure: () => "failed" },
  );
  return analysis.id;
}

async function nameEntity(
  { db: { db } }: Desk,
  { type, value, names }: { type: string; value: string; names: string[] },
): Promise<number> {
  const [row] = await db.insert(entities).values({ type, value, key: value }).returning({ id: entities.id });
  const entityId = row?.id ?? 0;
  const aliases = [value, ...names].map((alias) => ({
    alias,
    entityId,
    folded: foldName(alias),
    source: "t",
  }));
  await db.insert(entityAliases).values(aliases);
  return entityId;
}

async function extractAgain({ db: { db } }: Desk, id: number): Promise<void> {
  const [article] = await db.select().from(articles).where(eq(articles.id, id));
  if (!article) throw new Error("The article is there.");
  const { title, text, language, wordCount, textSource, sourceId } = article;
  const subject = { title, text, html: null, language, wordCount, textSource, sourceId };
  const understanding = understand(
    { ...subject, ownHosts: [], hasAuthor: false, hasDate: true },
    starterKnowledge(),
  );
  const ids = await ensureEntities(db, new Map(), understanding.entities);
  await db.transaction((tx) =>
    saveUnderstandings(tx, at, [{ articleId: id, seenAt: at, isNew: false, understanding }], ids),
  );
}

async function wrongTotals({ db: { owner } }: Desk): Promise<unknown[]> {
  const rows = await owner.sql`
    select e.value, t.articles, t.proposed, m.* from entities e join entity_totals t on t.entity_id = e.id
    cross join lateral (
      select count(*)::int as stored, count(*) filter (where status = 'proposed')::int as as_proposed
      from mentions where entity_id = e.id
    ) m
    where t.articles <> m.stored or t.proposed <> m.as_proposed`;
  return [...rows];
}
