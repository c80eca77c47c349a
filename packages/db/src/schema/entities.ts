import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  json,
  pgTable,
  pgView,
  primaryKey,
  real,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";

import { articles } from "./articles.ts";
import { sources } from "./sources.ts";
import { tenantColumn } from "./tenants.ts";

/** What articles speak of: an indicator by its refanged value, a name by its canonical form, a technique by its id. */
export const entities = pgTable(
  "entities",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    type: text().notNull(),
    value: text().notNull(),
    /** The value, or its hash where that is too long for an index. */
    key: text().notNull(),
    /** How people call it, where the value is an id. */
    label: text(),
    externalId: text(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    unique("entities_type_key").on(table.type, table.key),
    index("entities_folded_value").on(sql`lower(left(${table.value}, 200)) text_pattern_ops`),
    index("entities_external").on(table.externalId),
  ],
);

/** Every name of an entity, its own among them, folded as searches fold it. */
export const entityAliases = pgTable(
  "entity_aliases",
  {
    entityId: bigint({ mode: "number" })
      .notNull()
      .references(() => entities.id, { onDelete: "cascade" }),
    folded: text().notNull(),
    alias: text().notNull(),
    /** Who calls it so: starter, attack, a galaxy, or the name itself. */
    source: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.entityId, table.folded] }),
    index("entity_aliases_folded").on(table.folded.op("text_pattern_ops")),
  ],
);

/**
 * A place as a tuple, since there are many: 1 for the title and 0 for the text, start, end, kind of place, confidence
 * in hundredths, and what stands above it (see `places.ts` of the pipeline).
 */
export type PackedPlace = [0 | 1, number, number, string, number, string | null];

/** An entity in an article, with every place at which it stands there. */
export const mentions = pgTable(
  "mentions",
  {
    articleId: bigint({ mode: "number" })
      .notNull()
      .references(() => articles.id, { onDelete: "cascade" }),
    /** No foreign key: entities are never removed, and checking it would cost more than writing the row. */
    entityId: bigint({ mode: "number" }).notNull(),
    /** indicator, mentioned, benign, named or proposed: the most telling of its places. */
    status: text().notNull(),
    role: text(),
    confidence: real().notNull(),
    /** The list that knows the value as benign. */
    benign: text(),
    reasons: text().array().notNull(),
    /** As the article writes it first. */
    matched: text().notNull(),
    count: integer().notNull(),
    inTitle: boolean().notNull(),
    places: json().$type<PackedPlace[]>().notNull(),
    details: json().$type<Record<string, string | number>>(),
    /** When the article appeared. */
    seenAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.articleId, table.entityId] }),
    index("mentions_entity").on(table.entityId, table.seenAt),
    index("mentions_seen").using("brin", table.seenAt),
  ],
);

/** How many articles mention an entity, in whatever way and whatever became of them: by this lists are sorted. */
export const entityTotals = pgTable(
  "entity_totals",
  {
    /** No foreign key, as in `mentions`, whose rows are counted here. */
    entityId: bigint({ mode: "number" }).primaryKey(),
    type: text().notNull(),
    articles: integer().notNull(),
    /** The same by the status that the extractor gave, before verdicts and benign entries. */
    indicator: integer().notNull(),
    mentioned: integer().notNull(),
    benign: integer().notNull(),
    named: integer().notNull(),
    proposed: integer().notNull(),
  },
  (table) => [
    index("entity_totals_articles").on(
      table.articles.desc().nullsFirst(),
      table.entityId.desc().nullsFirst(),
    ),
  ],
);

/** What an analyst decided about a mention, or about an entity in all articles; it outlives every new extraction. */
export const verdicts = pgTable(
  "verdicts",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenantColumn(),
    entityId: bigint({ mode: "number" })
      .notNull()
      .references(() => entities.id, { onDelete: "cascade" }),
    articleId: bigint({ mode: "number" }).references(() => articles.id, { onDelete: "cascade" }),
    verdict: text().$type<"accepted" | "rejected">().notNull(),
    note: text(),
    actor: text().notNull(),
    decidedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    unique("verdicts_subject").on(table.tenantId, table.entityId, table.articleId).nullsNotDistinct(),
  ],
);

/** What analysts know as harmless, everywhere or for one source. */
export const benignEntries = pgTable("benign_entries", {
  id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  tenantId: tenantColumn(),
  type: text(),
  match: text().$type<"exact" | "domain" | "cidr" | "prefix">().notNull(),
  value: text().notNull(),
  sourceId: bigint({ mode: "number" }).references(() => sources.id, { onDelete: "cascade" }),
  note: text(),
  actor: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

/** What a tenant's benign entries cover, so that lists need not compare; kept up with new entries and new entities. */
export const benignMarks = pgTable(
  "benign_marks",
  {
    tenantId: tenantColumn(),
    entityId: bigint({ mode: "number" })
      .notNull()
      .references(() => entities.id, { onDelete: "cascade" }),
    entryId: bigint({ mode: "number" })
      .notNull()
      .references(() => benignEntries.id, { onDelete: "cascade" }),
    /** Only in articles of this source; null everywhere. */
    sourceId: bigint({ mode: "number" }),
    /** Why, such as "your list: example.com". */
    reason: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.entityId, table.entryId] }),
    index("benign_marks_entry").on(table.entryId),
  ],
);

/**
 * Mentions in articles that are not rejected, with the status that people left them: a verdict on the article's
 * mention goes before one on the entity, both before the tenant's benign entries, and those before the extractor.
 */
export const currentMentions = pgView("current_mentions", {
  articleId: bigint({ mode: "number" }).notNull(),
  entityId: bigint({ mode: "number" }).notNull(),
  status: text().notNull(),
  role: text(),
  confidence: real().notNull(),
  benign: text(),
  reasons: text().array().notNull(),
  matched: text().notNull(),
  count: integer().notNull(),
  inTitle: boolean().notNull(),
  places: json().$type<PackedPlace[]>().notNull(),
  details: json().$type<Record<string, string | number>>(),
  seenAt: timestamp({ withTimezone: true }).notNull(),
  sourceId: bigint({ mode: "number" }).notNull(),
  verdict: text().$type<"accepted" | "rejected">(),
}).with({ securityInvoker: true }).as(sql`
  select m.article_id, m.entity_id,
    case v.verdict when 'rejected' then 'rejected'
      when 'accepted' then case when m.status in ('named', 'proposed') then 'named' else 'indicator' end
      else case when b.reason is not null and m.status in ('indicator', 'mentioned') then 'benign' else m.status end
      end as status,
    m.role, case v.verdict when 'accepted' then 1 else m.confidence end as confidence,
    coalesce(m.benign, b.reason) as benign, m.reasons, m.matched,
    m.count, m.in_title, m.places, m.details, m.seen_at, a.source_id, v.verdict
  from mentions m
  join articles a on a.id = m.article_id and a.rejected_reason is null
  left join lateral (
    select verdict from verdicts v
    where v.tenant_id = current_tenant() and v.entity_id = m.entity_id and (v.article_id = m.article_id or v.article_id is null)
    order by v.article_id nulls last limit 1
  ) v on true
  left join lateral (
    select reason from benign_marks b
    where b.tenant_id = current_tenant() and b.entity_id = m.entity_id
      and (b.source_id is null or b.source_id = a.source_id)
    limit 1
  ) b on true`);
