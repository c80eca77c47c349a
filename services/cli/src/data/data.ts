import type { Client } from "@cti/contract/client";
import type { ExportedArticle } from "@cti/domain/articles/export-articles";

type Answer<Name extends keyof Client> = Awaited<ReturnType<Client[Name]>>;
type Item<Name extends keyof Client> = Answer<Name> extends { items: (infer Row)[] } ? Row : never;

export type ArticleLine = Item<"listArticles">;
export type Article = Answer<"getArticle">;
export type ArticleVersion = Answer<"getArticleVersion">;
export type ArticleDiff = Answer<"diffArticle">;
export type Rank = Answer<"explainArticleRank">;
export type StoryLine = Item<"listStories">;
export type Story = Answer<"getStory">;
export type Membership = Answer<"explainMembership">;
export type EntityLine = Item<"listEntities">;
export type Entity = Answer<"getEntity">;
export type BenignEntry = Item<"listBenign">;
export type Watch = Item<"listWatches">;
export type SourceLine = Item<"listSources">;
export type Source = Answer<"getSource">;
export type RunLine = Item<"listRuns">;
export type RunDetail = Answer<"getRun">;
export type RunStats = Omit<Answer<"getRunStats">, "as_of">;
export type Schedule = Item<"listSchedules">;
export type Scheduler = Answer<"listSchedules">["scheduler"];
export type Queue = Item<"listQueues">;
export type JobLine = Item<"listJobs">;
export type Job = Answer<"getJob">;
export type JobRecord = Item<"listJobRecords">;
export type KnowledgeSet = Item<"listKnowledge">;
export type Worker = Item<"listWorkers">;
export type Stats = Omit<Answer<"getStats">, "as_of">;
export type HealthReport = Answer<"getHealth">;
export type ReportLine = Item<"listReports">;
export type Report = Answer<"getReport">;
export type AuditRow = Item<"listAudit">;
export type AuditCheck = Answer<"verifyAudit">;

export type ArticleFilter = {
  /** Slug, as of all filters. */
  source: string | null;
  tag: string | null;
  language: string | null;
  since: Date | null;
  rejected: boolean;
  incomplete: boolean;
  order: "newest" | "score" | "hunt";
};

export type EntityFilter = {
  types: readonly string[];
  statuses: readonly string[];
  since: Date | null;
  source: string | null;
  roles: readonly string[];
  minConfidence: number | null;
  matching: string | null;
};

export type RunFilter = {
  limit: number;
  /** Also scheduled checks that found nothing new. */
  all: boolean;
  kind?: string;
  status?: "running" | "completed" | "completed_with_errors" | "failed" | "cancelled";
  trigger?: "cli" | "schedule" | "api";
};

export type AuditFilter = { actor?: string; action?: string; subject?: string; since?: Date; until?: Date };

export type ScheduleWish = {
  enabled?: boolean;
  every?: string;
  cron?: string;
  timeZone?: string;
  jitter?: string;
  overlap?: string;
};

export type JobHistoryFilter = {
  name?: string | undefined;
  outcome?: string | undefined;
  worker?: string | undefined;
  since?: Date | undefined;
  /** Words of its error. */
  error?: string | undefined;
  limit: number;
};

export type JobFilter = { queue?: string; states?: string[]; limit: number };

/** `given` names an entity by number, value (defanged or not), name, alias or ATT&CK id; `types` may narrow it. */
export type EntityName = { given: string; types: readonly string[] };

export type Verdict = { articleId: number | null; verdict: "accepted" | "rejected"; note: string | null };

/** How many entities a benign entry covers, and in how many articles they stand. */
export type Covered = { entities: number; articles: number };

/** A row of an export of indicators. */
export type ExportedIndicator = Pick<
  EntityLine,
  | "type"
  | "value"
  | "role"
  | "confidence"
  | "status"
  | "benign"
  | "articles"
  | "sources"
  | "first_seen"
  | "last_seen"
>;

/**
 * What commands read and change, by noun, in the database of this machine or at a server. Either way it has the shapes
 * of the API, with times as RFC 3339 text, so that what is printed does not depend on where it comes from.
 */
export type Data = {
  articles: {
    list(filter: ArticleFilter, limit: number): Promise<ArticleLine[]>;
    search(
      query: string,
      options: { order: "match" | "newest" | "score" | "hunt"; limit: number },
    ): Promise<ArticleLine[]>;
    show(id: number): Promise<Article>;
    version(id: number, version: number): Promise<ArticleVersion>;
    diff(id: number, versions: { from: number | null; to: number | null }): Promise<ArticleDiff>;
    restore(id: number): Promise<{ title: string; reason: string }>;
    /** null leaves that as it is; without all of `ids` nothing is changed. */
    mark(ids: number[], change: { state: string | null; starred: boolean | null }): Promise<void>;
    export(filter: { since: Date | null; source: string | null }): AsyncIterable<ExportedArticle>;
  };
  stories: {
    list(
      filter: { since: Date | null; source: string | null; minArticles: number; order: "score" | "newest" },
      limit: number,
    ): Promise<StoryLine[]>;
    show(id: number): Promise<Story>;
    why(storyId: number, articleId: number): Promise<Membership>;
    merge(into: number, from: number, reason: string): Promise<{ change_id: number; moved: number }>;
    split(
      id: number,
      articleIds: number[],
      reason: string,
    ): Promise<{ change_id: number; into: number; moved: number }>;
    undo(changeId: number): Promise<{ kind: string; stories: number[]; moved: number }>;
    pin(id: number, pinned: boolean): Promise<{ id: number }>;
  };
  entities: {
    list(filter: EntityFilter, limit: number): Promise<EntityLine[]>;
    /** With its newest `limit` mentions. */
    show(name: EntityName, limit: number): Promise<Entity>;
    /** All of the filter, in the order of their numbers. */
    export(filter: EntityFilter): AsyncIterable<ExportedIndicator>;
    judge(name: EntityName, verdict: Verdict): Promise<{ type: string; value: string }>;
    /** `isForgotten`: something was decided before. */
    unjudge(name: EntityName, articleId: number | null): Promise<{ value: string; isForgotten: boolean }>;
  };
  benign: {
    list(): Promise<BenignEntry[]>;
    add(entry: {
      value: string;
      match: string;
      type: string | null;
      source: string | null;
      note: string | null;
    }): Promise<{ id: number; value: string } & Covered>;
    /** `covered` is null where nobody has counted. */
    remove(id: number): Promise<{ value: string; covered: Covered | null }>;
  };
  watches: {
    list(): Promise<Watch[]>;
    add(watch: { kind: string; value: string; weight: number; note: string | null }): Promise<{ id: number }>;
    remove(id: number): Promise<{ kind: string; value: string }>;
  };
  ranks: { explain(subject: "article" | "story", id: number): Promise<Rank> };
  sources: {
    list(filter: { active?: boolean; failing?: boolean; tag?: string; tier?: number }): Promise<SourceLine[]>;
    /** By slug, number or address. */
    show(name: string): Promise<Source>;
    exportOpml(): Promise<string>;
  };
  runs: {
    /** The latest first; `hidden` is how many without news were left out between them, null where it is not known. */
    list(filter: RunFilter): Promise<{ items: RunLine[]; hidden: number | null }>;
    show(id: number): Promise<RunDetail>;
    stats(days: number): Promise<RunStats>;
  };
  schedules: {
    list(): Promise<{ schedules: Schedule[]; scheduler: Scheduler }>;
    show(name: string): Promise<Schedule>;
    run(name: string): Promise<{ scheduler: Scheduler }>;
    change(name: string, wish: ScheduleWish): Promise<Schedule>;
    reset(name: string): Promise<Schedule>;
  };
  jobs: {
    list(filter: JobFilter): Promise<{ queues: Queue[]; jobs: JobLine[] }>;
    show(id: string): Promise<Job>;
    /** Tries that ended, the latest first. */
    history(filter: JobHistoryFilter): Promise<JobRecord[]>;
    retry(id: string): Promise<void>;
    cancel(id: string): Promise<"removed" | "signalled">;
  };
  knowledge(): Promise<KnowledgeSet[]>;
  workers: { list(all: boolean): Promise<Worker[]> };
  stats(): Promise<Stats>;
  health(): Promise<HealthReport>;
  reports: {
    list(limit: number): Promise<ReportLine[]>;
    /** The latest without a day; null when there is none. */
    show(day: string | null): Promise<Report | null>;
  };
  audit: {
    list(filter: AuditFilter, limit: number): Promise<AuditRow[]>;
    verify(): Promise<AuditCheck>;
    export(filter: AuditFilter, format: "csv" | "ndjson" | "json"): AsyncIterable<string>;
  };
};
