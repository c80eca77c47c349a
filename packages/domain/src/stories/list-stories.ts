import type { Db } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { subjectTags } from "@cti/db/schema/notes";
import { scores } from "@cti/db/schema/scores";
import { sources } from "@cti/db/schema/sources";
import { stories, storyArticles } from "@cti/db/schema/stories";
import { currentTenant } from "@cti/db/schema/tenants";
import { type TriageState, triage } from "@cti/db/schema/triage";
import { type SQL, and, eq, gte, inArray, isNull, lte, not, notInArray, sql } from "drizzle-orm";

import { BadCursor, pageOf, readCursor, writeCursor } from "../paging/cursor.ts";
import { foldTag } from "../triage/tags.ts";

export type StoryFilter = {
  /** Of the newest article. */
  since: Date | null;
  until: Date | null;
  /** At least this many articles that are no twins. */
  minArticles: number;
  /** Part of the title. */
  matching: string | null;
  states: readonly TriageState[];
  minScore: number | null;
  /** With an article of the source of this slug. */
  source: string | null;
  /** With an article that mentions the entity of this number; a rejected mention does not count. */
  entityId: number | null;
  pinned: boolean | null;
  starred: boolean | null;
  /** A username; `none`: nobody is to look into it. */
  assignee: string | null;
  /** A tag of the tenant's own. */
  tag: string | null;
  /** A watchlist of the tenant's speaks for it. */
  watched: boolean;
};

/** `score`: those without a rank come last. Within each sort pinned stories come first. */
export type StorySort = "newest" | "score";

export type StoryPage = { sort: StorySort; cursor: string | null; limit: number; now: Date };

export type StoryLine = {
  id: number;
  title: string;
  score: number | null;
  articles: number;
  twins: number;
  owners: number;
  pinned: boolean;
  /** What the tenant did with it; a snooze that is over is new again. */
  state: TriageState;
  starred: boolean;
  /** Username. */
  assignee: string | null;
  snoozed_until: Date | null;
  first_at: Date;
  last_at: Date;
};

export const everyStory: StoryFilter = {
  since: null,
  until: null,
  minArticles: 1,
  matching: null,
  states: [],
  minScore: null,
  source: null,
  entityId: null,
  pinned: null,
  starred: null,
  assignee: null,
  tag: null,
  watched: false,
};

/** A page of living stories. Throws BadCursor. */
export async function listStories(
  db: Db,
  filter: StoryFilter,
  page: StoryPage,
): Promise<{ items: StoryLine[]; next_cursor: string | null }> {
  const { phases, after } = phasesAfter(page);
  const rows: (Row & { phase: Phase })[] = [];
  for (const [at, phase] of phases.entries()) {
    const wanted = page.limit + 1 - rows.length;
    if (wanted <= 0) break;
    if (filter.pinned !== null && phase.pinned !== filter.pinned) continue;
    const found = await selectPhase(db, phase, {
      conditions: conditionsOf(filter, page.now),
      after: at === 0 ? after : null,
      limit: wanted,
      now: page.now,
    });
    rows.push(...found.map((row) => ({ ...row, phase })));
  }
  const { items, next_cursor } = pageOf(rows, page.limit, ({ phase, key, id }) =>
    writeCursor(phase.name, phase.by === "score" ? Number(key) : key, id),
  );
  return { items: items.map(toLine), next_cursor };
}

function toLine({ key: _key, phase: _phase, ...line }: Row & { phase: Phase }): StoryLine {
  return line;
}

/** A list is read in parts, each in the order of an index: pinned ones first, those without a rank last. */
type Phase = { name: string; pinned: boolean; by: "score" | "time"; unranked: boolean };

const phasesOf: Record<StorySort, Phase[]> = {
  newest: [true, false].map((pinned) => ({
    name: pinned ? "newest.pinned" : "newest",
    pinned,
    by: "time",
    unranked: false,
  })),
  score: [true, false].flatMap((pinned): Phase[] => [
    { name: pinned ? "score.pinned" : "score", pinned, by: "score", unranked: false },
    { name: pinned ? "unranked.pinned" : "unranked", pinned, by: "time", unranked: true },
  ]),
};

type After = { key: string | number; id: number };

/** The part that the page before ended in, and those after it. */
function phasesAfter({ sort, cursor }: StoryPage): { phases: Phase[]; after: After | null } {
  const phases = phasesOf[sort];
  if (cursor === null) return { phases, after: null };
  for (const [at, { name, by }] of phases.entries()) {
    try {
      const read = readCursor(cursor, name, by === "score" ? "number" : "time");
      if (read && typeof read.id === "number")
        return { phases: phases.slice(at), after: { key: read.key, id: read.id } };
    } catch (error) {
      if (!(error instanceof BadCursor)) throw error;
    }
  }
  throw new BadCursor();
}

type Row = StoryLine & { key: string };

const stateAt = (now: Date): SQL<TriageState> => sql<TriageState>`case
  when ${triage.state} = 'snoozed' and ${triage.snoozedUntil} <= ${now.toISOString()}::timestamptz then 'new'
  else coalesce(${triage.state}, 'new') end`;

async function selectPhase(
  db: Db,
  { pinned, by, unranked }: Phase,
  given: { conditions: (SQL | undefined)[]; after: After | null; limit: number; now: Date },
): Promise<Row[]> {
  const key = by === "score" ? sql`${scores.total}` : sql`${stories.lastAt}`;
  const { after } = given;
  const bound = after && (by === "score" ? sql`${after.key}::real` : sql`${after.key}::timestamptz`);
  return db
    .select({
      id: stories.id,
      title: stories.title,
      score: scores.total,
      articles: stories.articleCount,
      twins: stories.twinCount,
      owners: stories.ownerCount,
      pinned: stories.pinned,
      state: stateAt(given.now),
      starred: sql<boolean>`coalesce(${triage.starred}, false)`,
      assignee: triage.assignee,
      snoozed_until: triage.snoozedUntil,
      first_at: stories.firstAt,
      last_at: stories.lastAt,
      // Text keeps the microseconds that a Date loses.
      key: sql<string>`${key}::text`,
    })
    .from(stories)
    .leftJoin(
      scores,
      and(eq(scores.tenantId, currentTenant), eq(scores.subject, "story"), eq(scores.subjectId, stories.id)),
    )
    .leftJoin(
      triage,
      and(eq(triage.tenantId, currentTenant), eq(triage.subject, "story"), eq(triage.subjectId, stories.id)),
    )
    .where(
      and(
        isNull(stories.mergedInto),
        pinned ? eq(stories.pinned, true) : not(stories.pinned),
        by === "score" ? sql`${scores.total} is not null` : undefined,
        unranked ? isNull(scores.total) : undefined,
        after ? sql`${key} <= ${bound} and (${key}, ${stories.id}) < (${bound}, ${after.id})` : undefined,
        ...given.conditions,
      ),
    )
    .orderBy(sql`${key} desc nulls last`, sql`${stories.id} desc`)
    .limit(given.limit);
}

function conditionsOf(filter: StoryFilter, now: Date): (SQL | undefined)[] {
  const { since, until, minArticles, matching, states, minScore, source, entityId } = filter;
  const pattern = matching && `%${matching.replace(/[\\%_]/g, "\\$&")}%`;
  return [
    gte(stories.articleCount, minArticles),
    since ? gte(stories.lastAt, since) : undefined,
    until ? lte(stories.lastAt, until) : undefined,
    pattern ? sql`${stories.title} ilike ${pattern}` : undefined,
    states.length > 0 ? inStates(states, now) : undefined,
    minScore === null ? undefined : gte(scores.total, minScore),
    source
      ? sql`${stories.id} in (select m.story_id from ${storyArticles} m
          join ${articles} a on a.id = m.article_id join ${sources} s on s.id = a.source_id where s.slug = ${source})`
      : undefined,
    entityId === null
      ? undefined
      : sql`${stories.id} in (select m.story_id from ${storyArticles} m
          join current_mentions n on n.article_id = m.article_id
          where n.entity_id = ${entityId} and n.status <> 'rejected')`,
    ...ofPeople(filter),
  ];
}

/** What the tenant's people and watchlists say. */
function ofPeople({ starred, assignee, tag, watched }: StoryFilter): (SQL | undefined)[] {
  return [
    starred === null ? undefined : sql`coalesce(${triage.starred}, false) = ${starred}`,
    assignee === null
      ? undefined
      : assignee === "none"
        ? isNull(triage.assignee)
        : eq(triage.assignee, assignee),
    tag === null
      ? undefined
      : sql`exists (select from ${subjectTags} where ${subjectTags.tenantId} = current_tenant()
          and ${subjectTags.subject} = 'story' and ${subjectTags.subjectId} = ${stories.id}
          and ${subjectTags.tag} = ${foldTag(tag)})`,
    // A part that changes nothing is not kept, so that its name is enough.
    watched ? sql`${scores.parts} @> '[{"name": "relevance"}]'` : undefined,
  ];
}

/** Most stories have no row in triage, which is what new means. */
function inStates(states: readonly TriageState[], now: Date): SQL {
  const isNew = states.includes("new");
  return sql`${isNew ? sql`not exists` : sql`exists`} (
    select 1 from ${triage} where ${triage.tenantId} = current_tenant() and ${triage.subject} = 'story'
      and ${triage.subjectId} = ${stories.id}
      and ${isNew ? notInArray(stateAt(now), [...states]) : inArray(stateAt(now), [...states])})`;
}
