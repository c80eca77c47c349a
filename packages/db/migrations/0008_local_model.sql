CREATE TABLE "analyses" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "analyses_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"subject" text NOT NULL,
	"subject_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"model" text NOT NULL,
	"prompt_version" text NOT NULL,
	"input_hash" text NOT NULL,
	"params" jsonb NOT NULL,
	"status" text NOT NULL,
	"job_id" text,
	"run_id" bigint,
	"output" jsonb,
	"error" text,
	"prompt_tokens" integer DEFAULT 0 NOT NULL,
	"output_tokens" integer DEFAULT 0 NOT NULL,
	"model_ms" integer DEFAULT 0 NOT NULL,
	"repairs" smallint DEFAULT 0 NOT NULL,
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "analysis_parts" (
	"analysis_id" bigint NOT NULL,
	"part" text NOT NULL,
	"result" jsonb NOT NULL,
	CONSTRAINT "analysis_parts_analysis_id_part_pk" PRIMARY KEY("analysis_id","part")
);
--> statement-breakpoint
CREATE TABLE "analysis_verdicts" (
	"tenant_id" bigint DEFAULT current_tenant() NOT NULL,
	"analysis_id" bigint NOT NULL,
	"claim" smallint NOT NULL,
	"verdict" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "analysis_verdicts_tenant_id_analysis_id_claim_actor_pk" PRIMARY KEY("tenant_id","analysis_id","claim","actor")
);
--> statement-breakpoint
CREATE TABLE "article_embeddings" (
	"article_id" bigint PRIMARY KEY NOT NULL,
	"model" text NOT NULL,
	"dimension" smallint NOT NULL,
	"vector" "bytea" NOT NULL,
	"scale" real NOT NULL,
	"signs" bit varying NOT NULL,
	"input_hash" text NOT NULL,
	"embedded_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "merge_proposals" (
	"story_a" bigint NOT NULL,
	"story_b" bigint NOT NULL,
	"similarity" real NOT NULL,
	"model" text NOT NULL,
	"sentence" text NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"dismissed_at" timestamp with time zone,
	"dismissed_by" text,
	CONSTRAINT "merge_proposals_story_a_story_b_pk" PRIMARY KEY("story_a","story_b")
);
--> statement-breakpoint
ALTER TABLE "analysis_parts" ADD CONSTRAINT "analysis_parts_analysis_id_analyses_id_fk" FOREIGN KEY ("analysis_id") REFERENCES "public"."analyses"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "analysis_verdicts" ADD CONSTRAINT "analysis_verdicts_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "analysis_verdicts" ADD CONSTRAINT "analysis_verdicts_analysis_id_analyses_id_fk" FOREIGN KEY ("analysis_id") REFERENCES "public"."analyses"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_embeddings" ADD CONSTRAINT "article_embeddings_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merge_proposals" ADD CONSTRAINT "merge_proposals_story_a_stories_id_fk" FOREIGN KEY ("story_a") REFERENCES "public"."stories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merge_proposals" ADD CONSTRAINT "merge_proposals_story_b_stories_id_fk" FOREIGN KEY ("story_b") REFERENCES "public"."stories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "analyses_subject" ON "analyses" USING btree ("subject","subject_id","kind","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "analyses_input" ON "analyses" USING btree ("input_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "analyses_open" ON "analyses" USING btree ("input_hash") WHERE "analyses"."status" in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "article_embeddings_model" ON "article_embeddings" USING btree ("model");--> statement-breakpoint
CREATE INDEX "merge_proposals_b" ON "merge_proposals" USING btree ("story_b");--> statement-breakpoint
ALTER TABLE "analysis_verdicts" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "analysis_verdicts_of_tenant" ON "analysis_verdicts" USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
