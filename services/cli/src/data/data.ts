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
export type AnalysisLine = Item<"listAnalyses">;
export type AnalysisKind = AnalysisLine["kind"];
export type Analysis = Answer<"getAnalysis">;
export type AnalysisClaim = Analysis["claims"][number];
export type AnalysisPrompt = Answer<"getAnalysisPrompt">;
export type AnalysisPreview = Answer<"previewAnalysis">;
export type AnalysisVerdict = NonNullable<Analysis["verdict"]>;
export type ModelsView = Answer<"getModels">;
export type ModelReportLine = Answer<"reportModels">["items"][number];
export type Near = Answer<"searchByMeaning">;
export type MergeProposal = Answer<"listMergeProposals">["items"][number];

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
  story: number | null;
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

/** Whom the local model is asked about, and what for. */
export type AnalysisSubject = { subject: "article" | "story"; id: number; kind: AnalysisKind };

export type AnalysisFilter = Partial<AnalysisSubject> & { status?: AnalysisLine["status"] };

/** What is told while the local model writes: parts done, of all, and what it has written so far. */
export type AnalysisWatch = {
  /** Cancels what was asked for. */
  signal: AbortSignal;
  onProgress: (progress: { done: number; total: number; text: string }) => void;
  /** It waits in the queue for something, such as a model server that is away. */
  onWait: (reason: string) => void;
};

/** Whether the local model can be used, and why not. */
export type ModelState = Pick<ModelsView, "status" | "message" | "url" | "version" | "breaker" | "used">;

/** Bytes of the layer that is on its way; null for steps that are not counted. */
export type PullStep = { status: string; done: number | null; total: number | null };

export type PullWatch = { signal: AbortSignal; onProgress: (model: string, step: PullStep) => void };

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
    /** At most 100. */
    similar(id: number, limit: number): Promise<Near>;
    meaning(text: string, limit: number): Promise<Near>;
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
    proposals(id: number): Promise<MergeProposal[]>;
    dismiss(id: number, otherId: number): Promise<void>;
    /** Takes a dismissal back. */
    restoreProposal(id: number, otherId: number): Promise<void>;
  };
  analyses: {
    list(filter: AnalysisFilter, limit: number): Promise<AnalysisLine[]>;
    show(id: number): Promise<Analysis>;
    prompt(id: number): Promise<AnalysisPrompt>;
    /** What would be asked; works without a model. */
    preview(subject: AnalysisSubject): Promise<AnalysisPreview>;
    /**
     * Asks and waits until it has ended, well or not; an equal analysis that is there is given back (`cached`) unless
     * `force`. Throws the signal's reason once it is cancelled.
     */
    ask(
      subject: AnalysisSubject,
      options: { force: boolean },
      watch: AnalysisWatch,
    ): Promise<{ analysis: AnalysisLine; cached: boolean }>;
    /** Writes down what is to be asked about the stories that rank highest; `finish` has each done. */
    askTop(count: number, kind: AnalysisKind): Promise<{ requested: AnalysisLine[]; already: number }>;
    /** Waits until one that was requested has ended. Throws the signal's reason once it is cancelled. */
    finish(line: AnalysisLine, watch: AnalysisWatch): Promise<AnalysisLine>;
    cancel(id: number): Promise<AnalysisLine>;
    /** `claim` 0 is the whole; null takes a verdict back. */
    judge(id: number, said: { claim: number; verdict: AnalysisVerdict | null }): Promise<Analysis>;
  };
  models: {
    show(): Promise<ModelsView>;
    state(): Promise<ModelState>;
    report(): Promise<ModelReportLine[]>;
    /** This one, or those that are set and missing; says which were fetched. */
    pull(name: string | null, watch: PullWatch): Promise<string[]>;
  };
  entities: {
    list(filter: EntityFilter, limit: number): Promise<EntityLine[]>;
    /** With its newest `limit` mentions. */
    show(name: EntityName, limit: number): Promise<Entity>;
    /** What is known of each value, in their order. */
    lookUp(values: string[]): Promise<{ value: string; entities: EntityLine[] }[]>;
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
