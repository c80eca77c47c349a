CREATE FUNCTION "article_search"("title" text, "body" text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN setweight(to_tsvector('pg_catalog.english', left(title, 2000)), 'A') || to_tsvector('pg_catalog.english', left(body, 200000));
EXCEPTION WHEN program_limit_exceeded THEN
  RETURN setweight(to_tsvector('pg_catalog.english', left(title, 200)), 'A') || to_tsvector('pg_catalog.english', left(body, 20000));
END $$;
--> statement-breakpoint
CREATE TABLE "article_copies" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "article_copies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"article_id" bigint NOT NULL,
	"source_id" bigint NOT NULL,
	"entry_key" text NOT NULL,
	"url" text,
	"url_key" text NOT NULL,
	"title" text NOT NULL,
	"published_at" timestamp with time zone,
	"reason" text NOT NULL,
	"similarity" real NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "article_versions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "article_versions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"article_id" bigint NOT NULL,
	"version" smallint NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"content_hash" text,
	"word_count" integer NOT NULL,
	"replaced_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "articles" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "articles_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source_id" bigint NOT NULL,
	"guid" text,
	"url" text,
	"canonical_url" text,
	"url_key" text NOT NULL,
	"canonical_key" text NOT NULL,
	"title" text NOT NULL,
	"authors" text[] DEFAULT '{}' NOT NULL,
	"categories" text[] DEFAULT '{}' NOT NULL,
	"published_at" timestamp with time zone,
	"published_raw" text,
	"published_flag" text,
	"modified_at" timestamp with time zone,
	"collected_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone,
	"language" text,
	"summary" text,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"links" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"text_source" text NOT NULL,
	"content_hash" text,
	"entry_hash" text,
	"word_count" integer DEFAULT 0 NOT NULL,
	"version" smallint DEFAULT 1 NOT NULL,
	"rejected_reason" text,
	"text_note" text,
	"page_etag" text,
	"page_last_modified" text,
	"scraped_at" timestamp with time zone,
	"scrape_attempts" smallint DEFAULT 0 NOT NULL,
	"scrape_error" text,
	"scrape_message" text,
	"scrape_due_at" timestamp with time zone,
	"search" "tsvector" GENERATED ALWAYS AS (article_search("title", "text")) STORED
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"trigger" text NOT NULL,
	"actor" text NOT NULL,
	"params" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"status" text DEFAULT 'running' NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"metrics" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"errors" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"warnings" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "schedules_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"interval_seconds" integer NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"last_run_at" timestamp with time zone,
	"next_run_at" timestamp with time zone,
	CONSTRAINT "schedules_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "source_checks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "source_checks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source_id" bigint NOT NULL,
	"run_id" bigint,
	"started_at" timestamp with time zone NOT NULL,
	"duration_ms" integer NOT NULL,
	"outcome" text NOT NULL,
	"reason" text,
	"message" text,
	"wire_bytes" bigint DEFAULT 0 NOT NULL,
	"counts" jsonb NOT NULL,
	"warnings" text[] DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sources_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"url" text NOT NULL,
	"site_url" text,
	"tier" smallint DEFAULT 2 NOT NULL,
	"weight" real DEFAULT 1 NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"interval_seconds" integer,
	"note" text,
	"origin" text NOT NULL,
	"pack_values" jsonb,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"opml" jsonb,
	"etag" text,
	"last_modified" text,
	"template" jsonb,
	"next_check_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_checked_at" timestamp with time zone,
	"last_success_at" timestamp with time zone,
	"last_new_at" timestamp with time zone,
	"consecutive_failures" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"last_error_message" text,
	"removed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sources_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
ALTER TABLE "article_copies" ADD CONSTRAINT "article_copies_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_copies" ADD CONSTRAINT "article_copies_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_versions" ADD CONSTRAINT "article_versions_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "articles" ADD CONSTRAINT "articles_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_checks" ADD CONSTRAINT "source_checks_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_checks" ADD CONSTRAINT "source_checks_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "article_copies_entry" ON "article_copies" USING btree ("source_id","entry_key");--> statement-breakpoint
CREATE INDEX "article_copies_article" ON "article_copies" USING btree ("article_id");--> statement-breakpoint
CREATE UNIQUE INDEX "article_versions_number" ON "article_versions" USING btree ("article_id","version");--> statement-breakpoint
CREATE UNIQUE INDEX "articles_url_key" ON "articles" USING btree ("url_key");--> statement-breakpoint
CREATE UNIQUE INDEX "articles_canonical_key" ON "articles" USING btree ("canonical_key");--> statement-breakpoint
CREATE UNIQUE INDEX "articles_source_guid" ON "articles" USING btree ("source_id","guid");--> statement-breakpoint
CREATE UNIQUE INDEX "articles_content_hash" ON "articles" USING btree ("content_hash") WHERE "articles"."word_count" >= 50 and "articles"."rejected_reason" is null;--> statement-breakpoint
CREATE INDEX "articles_published" ON "articles" USING btree (coalesce("published_at", "collected_at") desc,"id");--> statement-breakpoint
CREATE INDEX "articles_collected" ON "articles" USING btree ("collected_at");--> statement-breakpoint
CREATE INDEX "articles_scrape_due" ON "articles" USING btree ("source_id","scrape_due_at") WHERE "articles"."scrape_due_at" is not null;--> statement-breakpoint
CREATE INDEX "articles_search" ON "articles" USING gin ("search");--> statement-breakpoint
CREATE INDEX "runs_started" ON "runs" USING btree ("started_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "runs_running" ON "runs" USING btree ("id") WHERE "runs"."status" = 'running';--> statement-breakpoint
CREATE INDEX "source_checks_source" ON "source_checks" USING btree ("source_id","started_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "source_checks_run" ON "source_checks" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "sources_due" ON "sources" USING btree ("next_check_at") WHERE "sources"."enabled" and "sources"."removed_at" is null;