-- A word of the title counts most, one of the first paragraph more than one further down.
CREATE OR REPLACE FUNCTION "article_search"("title" text, "body" text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  "lead_end" integer := least(coalesce(nullif(strpos(left(body, 1500), E'\n\n'), 0), 600), 1500);
BEGIN
  -- Not in the middle of a word.
  lead_end := lead_end + strpos(substr(body, lead_end + 1, 200), ' ');
  RETURN setweight(to_tsvector('pg_catalog.english', left(title, 2000)), 'A')
    || setweight(to_tsvector('pg_catalog.english', left(body, lead_end)), 'B')
    || to_tsvector('pg_catalog.english', substr(body, lead_end + 1, 200000));
EXCEPTION WHEN program_limit_exceeded THEN
  RETURN setweight(to_tsvector('pg_catalog.english', left(title, 200)), 'A') || to_tsvector('pg_catalog.english', left(body, 20000));
END $$;
--> statement-breakpoint
UPDATE "articles" SET "title" = "title";
--> statement-breakpoint
CREATE TABLE "article_features" (
	"article_id" bigint PRIMARY KEY NOT NULL,
	"extractor_version" text NOT NULL,
	"extracted_at" timestamp with time zone NOT NULL,
	"quality" smallint NOT NULL,
	"quality_parts" json NOT NULL,
	"hunt_score" smallint NOT NULL,
	"hunt_parts" json NOT NULL,
	"signature" "bytea",
	"bands" integer[],
	"story_features" "bytea" NOT NULL,
	"clustered_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "article_twins" (
	"article_id" bigint PRIMARY KEY NOT NULL,
	"primary_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"similarity" real NOT NULL,
	"contained" real NOT NULL,
	"containing" real NOT NULL,
	"first_because" text NOT NULL,
	"linked_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "benign_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "benign_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"type" text,
	"match" text NOT NULL,
	"value" text NOT NULL,
	"source_id" bigint,
	"note" text,
	"actor" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "entities" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "entities_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"type" text NOT NULL,
	"value" text NOT NULL,
	"key" text NOT NULL,
	"label" text,
	"external_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "entities_type_key" UNIQUE("type","key")
);
--> statement-breakpoint
CREATE TABLE "entity_aliases" (
	"entity_id" bigint NOT NULL,
	"folded" text NOT NULL,
	"alias" text NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "entity_aliases_entity_id_folded_pk" PRIMARY KEY("entity_id","folded")
);
--> statement-breakpoint
CREATE TABLE "mentions" (
	"article_id" bigint NOT NULL,
	"entity_id" bigint NOT NULL,
	"status" text NOT NULL,
	"role" text,
	"confidence" real NOT NULL,
	"benign" text,
	"reasons" text[] NOT NULL,
	"matched" text NOT NULL,
	"count" integer NOT NULL,
	"in_title" boolean NOT NULL,
	"places" json NOT NULL,
	"details" json,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mentions_article_id_entity_id_pk" PRIMARY KEY("article_id","entity_id")
);
--> statement-breakpoint
CREATE TABLE "verdicts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "verdicts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"entity_id" bigint NOT NULL,
	"article_id" bigint,
	"verdict" text NOT NULL,
	"note" text,
	"actor" text NOT NULL,
	"decided_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "verdicts_subject" UNIQUE NULLS NOT DISTINCT("entity_id","article_id")
);
--> statement-breakpoint
CREATE TABLE "knowledge_sets" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "knowledge_sets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"version" text NOT NULL,
	"origin" text NOT NULL,
	"content_hash" text NOT NULL,
	"items" integer NOT NULL,
	"data" jsonb NOT NULL,
	"warnings" text[] NOT NULL,
	"synced_at" timestamp with time zone NOT NULL,
	CONSTRAINT "knowledge_sets_name" UNIQUE("kind","name")
);
--> statement-breakpoint
CREATE TABLE "vulnerabilities" (
	"cve" text PRIMARY KEY NOT NULL,
	"name" text,
	"vendor" text,
	"product" text,
	"kev_added_on" date,
	"kev_due_on" date,
	"kev_ransomware" boolean,
	"cvss" real,
	"cvss_vector" text,
	"cvss_version" text,
	"epss" real,
	"epss_percentile" real,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "scores" (
	"subject" text NOT NULL,
	"subject_id" bigint NOT NULL,
	"total" real NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"product" real NOT NULL,
	"middle" real NOT NULL,
	"parts" jsonb NOT NULL,
	"version" text NOT NULL,
	"ranked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "scores_subject_subject_id_pk" PRIMARY KEY("subject","subject_id")
);
--> statement-breakpoint
CREATE TABLE "stories" (
	"id" bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (sequence name "stories_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"title" text NOT NULL,
	"title_article_id" bigint,
	"pinned" boolean DEFAULT false NOT NULL,
	"merged_into" bigint,
	"first_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"article_count" integer NOT NULL,
	"twin_count" integer DEFAULT 0 NOT NULL,
	"owner_count" integer NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"split_proposal" jsonb,
	"rank_due_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "story_articles" (
	"article_id" bigint PRIMARY KEY NOT NULL,
	"story_id" bigint NOT NULL,
	"by" text NOT NULL,
	"kind" text NOT NULL,
	"owner" text NOT NULL,
	"similarity" real NOT NULL,
	"reasons" jsonb NOT NULL,
	"joined_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "story_changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "story_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"from_story_id" bigint NOT NULL,
	"into_story_id" bigint NOT NULL,
	"by" text NOT NULL,
	"actor" text NOT NULL,
	"reason" text NOT NULL,
	"moved" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "story_constraints" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "story_constraints_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"article_a" bigint NOT NULL,
	"article_b" bigint NOT NULL,
	"change_id" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "story_relations" (
	"article_id" bigint NOT NULL,
	"story_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"similarity" real NOT NULL,
	CONSTRAINT "story_relations_article_id_story_id_pk" PRIMARY KEY("article_id","story_id")
);
--> statement-breakpoint
CREATE TABLE "triage" (
	"subject" text NOT NULL,
	"subject_id" bigint NOT NULL,
	"state" text NOT NULL,
	"starred" boolean DEFAULT false NOT NULL,
	"actor" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "triage_subject_subject_id_pk" PRIMARY KEY("subject","subject_id")
);
--> statement-breakpoint
CREATE TABLE "watchlists" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "watchlists_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"weight" real DEFAULT 1 NOT NULL,
	"note" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "watchlists_value" UNIQUE("kind","value")
);
--> statement-breakpoint
ALTER TABLE "articles" ADD COLUMN "restored_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "article_features" ADD CONSTRAINT "article_features_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_twins" ADD CONSTRAINT "article_twins_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_twins" ADD CONSTRAINT "article_twins_primary_id_articles_id_fk" FOREIGN KEY ("primary_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "benign_entries" ADD CONSTRAINT "benign_entries_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entity_aliases" ADD CONSTRAINT "entity_aliases_entity_id_entities_id_fk" FOREIGN KEY ("entity_id") REFERENCES "public"."entities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_entity_id_entities_id_fk" FOREIGN KEY ("entity_id") REFERENCES "public"."entities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_articles" ADD CONSTRAINT "story_articles_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_articles" ADD CONSTRAINT "story_articles_story_id_stories_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."stories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_constraints" ADD CONSTRAINT "story_constraints_article_a_articles_id_fk" FOREIGN KEY ("article_a") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_constraints" ADD CONSTRAINT "story_constraints_article_b_articles_id_fk" FOREIGN KEY ("article_b") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_constraints" ADD CONSTRAINT "story_constraints_change_id_story_changes_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."story_changes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_relations" ADD CONSTRAINT "story_relations_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_relations" ADD CONSTRAINT "story_relations_story_id_stories_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."stories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "article_features_bands" ON "article_features" USING gin ("bands") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "article_features_version" ON "article_features" USING btree ("extractor_version");--> statement-breakpoint
CREATE INDEX "article_features_unclustered" ON "article_features" USING btree ("article_id") WHERE "article_features"."clustered_at" is null;--> statement-breakpoint
CREATE INDEX "article_twins_primary" ON "article_twins" USING btree ("primary_id");--> statement-breakpoint
CREATE INDEX "entities_folded_value" ON "entities" USING btree (lower(left("value", 200)) text_pattern_ops);--> statement-breakpoint
CREATE INDEX "entities_external" ON "entities" USING btree ("external_id");--> statement-breakpoint
CREATE INDEX "entity_aliases_folded" ON "entity_aliases" USING btree ("folded" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "mentions_entity" ON "mentions" USING btree ("entity_id","seen_at");--> statement-breakpoint
CREATE INDEX "mentions_seen" ON "mentions" USING brin ("seen_at");--> statement-breakpoint
CREATE INDEX "scores_total" ON "scores" USING btree ("subject","total" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "stories_last" ON "stories" USING btree ("last_at" DESC NULLS LAST) WHERE "stories"."merged_into" is null;--> statement-breakpoint
CREATE INDEX "story_articles_story" ON "story_articles" USING btree ("story_id");--> statement-breakpoint
CREATE INDEX "story_changes_from" ON "story_changes" USING btree ("from_story_id");--> statement-breakpoint
CREATE INDEX "story_changes_into" ON "story_changes" USING btree ("into_story_id");--> statement-breakpoint
CREATE INDEX "story_constraints_a" ON "story_constraints" USING btree ("article_a");--> statement-breakpoint
CREATE INDEX "story_constraints_b" ON "story_constraints" USING btree ("article_b");--> statement-breakpoint
CREATE INDEX "story_relations_story" ON "story_relations" USING btree ("story_id");--> statement-breakpoint
CREATE INDEX "triage_state" ON "triage" USING btree ("state");--> statement-breakpoint
CREATE VIEW "public"."current_mentions" AS (
  select m.article_id, m.entity_id,
    case v.verdict when 'rejected' then 'rejected'
      when 'accepted' then case when m.status in ('named', 'proposed') then 'named' else 'indicator' end
      else m.status end as status,
    m.role, case v.verdict when 'accepted' then 1 else m.confidence end as confidence, m.benign, m.reasons, m.matched,
    m.count, m.in_title, m.places, m.details, m.seen_at, a.source_id, v.verdict
  from mentions m
  join articles a on a.id = m.article_id and a.rejected_reason is null
  left join lateral (
    select verdict from verdicts v
    where v.entity_id = m.entity_id and (v.article_id = m.article_id or v.article_id is null)
    order by v.article_id nulls last limit 1
  ) v on true);