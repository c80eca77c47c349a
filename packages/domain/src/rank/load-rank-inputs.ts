import type { Db } from "@cti/db/client";
import type { EntityType } from "@cti/pipeline/entities/entity-types";
import { kindOf } from "@cti/pipeline/rank/kind-of";
import type { RankInput } from "@cti/pipeline/rank/rank-input";
import { isRoundupTitle } from "@cti/pipeline/stories/roundup-title";
import { type SQL, sql } from "drizzle-orm";

export type Subject = { subject: "article" | "story"; id: number };
export type RankedSubject = Subject & { input: RankInput };

/** Of a story with more articles these are looked at, the newest first. */
const maxMembers = 60;

/** What ranking asks of articles and stories, in a few statements for all of them. Subjects that are gone are left out. */
export async function loadRankInputs(
  tx: Db,
  subjects: Subject[],
  { needsText }: { needsText: boolean },
): Promise<RankedSubject[]> {
  const members = await loadMembers(tx, subjects, needsText);
  const entities = await loadEntities(tx, members);
  const byKey = Map.groupBy(members, keyOf);
  return subjects.flatMap((subject) => {
    const own = byKey.get(keyOf(subject));
    return own ? { ...subject, input: toInput(own, entities) } : [];
  });
}

type Member = Subject & {
  articleId: number;
  title: string;
  text: string | null;
  at: Date;
  firstAt: Date;
  owners: number;
  isRoundup: boolean;
  quality: number;
  hunt: number;
  source: { name: string; tier: number; weight: number };
};

function keyOf({ subject, id }: Subject): string {
  return `${subject} ${id}`;
}

async function loadMembers(tx: Db, subjects: Subject[], needsText: boolean): Promise<Member[]> {
  const idsOf = (wanted: Subject["subject"]): SQL =>
    sql`(select value::bigint from json_array_elements_text(${JSON.stringify(
      subjects.filter(({ subject }) => subject === wanted).map(({ id }) => id),
    )}::json))`;
  const rows = await tx.execute<{
    subject: Subject["subject"];
    id: string;
    article_id: string;
    title: string;
    text: string | null;
    at: string;
    first_at: string;
    owners: number;
    is_roundup: boolean;
    quality: number;
    hunt_score: number;
    source: string;
    tier: number;
    weight: number;
  }>(sql`
    with wanted as (
      select 'article' as subject, a.id, a.id as article_id, coalesce(a.published_at, a.collected_at) as first_at,
        1 as owners, 1 as place
      from articles a where a.id in ${idsOf("article")}
      union all
      select 'story', s.id, m.article_id, s.first_at, s.owner_count,
        row_number() over (partition by s.id order by m.article_id = s.title_article_id desc, m.article_id desc)
      from stories s join story_articles m on m.story_id = s.id
      left join article_twins t on t.article_id = m.article_id
      where s.id in ${idsOf("story")} and s.merged_into is null and t.article_id is null
    )
    select w.subject, w.id, a.id as article_id, a.title, ${needsText ? sql`left(a.text, 200000)` : sql`null`} as text,
      coalesce(a.published_at, a.collected_at) as at, w.first_at, w.owners::int, f.quality, f.hunt_score,
      exists (select 1 from story_relations r where r.article_id = a.id and r.kind = 'roundup') as is_roundup,
      s.name as source, s.tier, s.weight
    from wanted w join articles a on a.id = w.article_id
    join article_features f on f.article_id = a.id
    join sources s on s.id = a.source_id
    where w.place <= ${maxMembers} order by w.subject, w.id, w.place`);
  return rows.map((row) => ({
    subject: row.subject,
    id: Number(row.id),
    articleId: Number(row.article_id),
    title: row.title,
    text: row.text,
    at: new Date(row.at),
    firstAt: new Date(row.first_at),
    owners: row.owners,
    isRoundup: row.is_roundup,
    quality: row.quality,
    hunt: row.hunt_score,
    source: { name: row.source, tier: row.tier, weight: row.weight },
  }));
}

/** An entity, whoever names it. */
type Entity = {
  type: EntityType;
  value: string;
  label: string | null;
  /** When anybody named it first. */
  firstSeen: Date;
  kev: string | null;
  ransomware: boolean | null;
  cvss: number | null;
  epss: number | null;
};

/** An entity as an article names it. */
type Named = { entity: Entity; status: string; role: string | null; inTitle: boolean };

async function loadEntities(tx: Db, members: Member[]): Promise<Map<number, Named[]>> {
  const ids = JSON.stringify([...new Set(members.map(({ articleId }) => articleId))]);
  const rows = await tx.execute<MentionRow>(sql`
    select m.article_id, m.entity_id, m.status, m.role, m.in_title
    from json_array_elements_text(${ids}::json) wanted
    join current_mentions m on m.article_id = wanted.value::bigint
    where m.status in ('indicator', 'named', 'mentioned')`);
  const entities = await loadNamedEntities(tx, [...new Set(rows.map(({ entity_id }) => entity_id))]);
  const byArticle = new Map<number, Named[]>();
  for (const { article_id, entity_id, status, role, in_title } of rows) {
    const entity = entities.get(entity_id);
    if (!entity) continue;
    const id = Number(article_id);
    const named = { entity, status, role, inTitle: in_title };
    const known = byArticle.get(id);
    if (known) known.push(named);
    else byArticle.set(id, [named]);
  }
  return byArticle;
}

type MentionRow = {
  article_id: string;
  entity_id: string;
  status: string;
  role: string | null;
  in_title: boolean;
};

/** By number as text. A statement of its own: many articles name the same, and joined, its cost would be guessed wrong. */
async function loadNamedEntities(tx: Db, ids: string[]): Promise<Map<string, Entity>> {
  const rows = await tx.execute<Omit<Entity, "firstSeen"> & { id: string; first_seen: string | null }>(sql`
    select e.id, e.type, e.value, e.label, v.kev_added_on as kev, v.kev_ransomware as ransomware, v.cvss, v.epss,
      (select min(m.seen_at) from mentions m where m.entity_id = e.id) as first_seen
    from json_array_elements_text(${JSON.stringify(ids)}::json) wanted
    join entities e on e.id = wanted.value::bigint
    left join vulnerabilities v on e.type = 'cve' and v.cve = e.value`);
  return new Map(
    rows.map(({ id, first_seen, ...row }) => [id, { ...row, firstSeen: new Date(first_seen ?? 0) }]),
  );
}

function toInput(members: Member[], byArticle: Map<number, Named[]>): RankInput {
  const [first] = members;
  if (!first) throw new Error("A subject has at least one article.");
  const all = distinct(members.flatMap(({ articleId }) => byArticle.get(articleId) ?? []));
  const told = all.filter(({ status }) => status !== "mentioned");
  const entities = told.map(({ entity: { type, value, label }, inTitle }) => ({
    type,
    value,
    names: label ? [label] : [],
    inTitle,
  }));
  const at = new Date(Math.max(...members.map((member) => member.at.getTime())));
  const hunt = Math.max(...members.map((member) => member.hunt));
  return {
    kind: kindOf({ entities, hunt, isRoundUp: first.isRoundup || isRoundupTitle(first.title) }),
    at,
    title: first.title,
    text: members.some(({ text }) => text !== null)
      ? members.map(({ title, text }) => `${title}\n${text ?? ""}`).join("\n")
      : null,
    entities,
    flaws: told.filter(({ entity }) => entity.type === "cve").map(toFlaw),
    owners: first.owners,
    source:
      members.map(({ source }) => source).toSorted((a, b) => a.tier - b.tier || b.weight - a.weight)[0] ??
      first.source,
    news: newsOf(told, first.firstAt),
    quality: Math.max(...members.map((member) => member.quality)),
    hunt,
  };
}

/** One of each entity, in the title where any article has it there. */
function distinct(mentions: Named[]): Named[] {
  const byEntity = new Map<Entity, Named>();
  for (const mention of mentions) {
    const known = byEntity.get(mention.entity);
    if (!known) byEntity.set(mention.entity, { ...mention });
    else {
      known.inTitle ||= mention.inTitle;
      known.role ??= mention.role;
      if (mention.status !== "mentioned") known.status = mention.status;
    }
  }
  return [...byEntity.values()];
}

function toFlaw({ entity, role }: Named): RankInput["flaws"][number] {
  return {
    id: entity.value,
    isKev: entity.kev !== null,
    isUsedByRansomware: entity.ransomware === true,
    isExploited: role === "exploited",
    cvss: entity.cvss,
    epss: entity.epss,
  };
}

const groups: Partial<Record<EntityType, keyof RankInput["news"]>> = {
  technique: "techniques",
  cve: "flaws",
  ghsa: "flaws",
  euvd: "flaws",
  actor: "names",
  malware: "names",
  ransomware: "names",
  tool: "names",
};
const ignored: ReadonlySet<EntityType> = new Set(["vendor", "product", "sector", "country", "tactic"]);

/** What nobody had named before the subject's first article. */
function newsOf(mentions: Named[], since: Date): RankInput["news"] {
  const news = { indicators: 0, techniques: 0, flaws: 0, names: 0 };
  for (const {
    entity: { type, firstSeen },
  } of mentions)
    if (!ignored.has(type) && firstSeen >= since) news[groups[type] ?? "indicators"] += 1;
  return news;
}
