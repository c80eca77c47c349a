CREATE TABLE "claim_mentions" (
	"analysis_id" bigint NOT NULL,
	"claim" smallint NOT NULL,
	"article_id" bigint NOT NULL,
	"entity_id" bigint NOT NULL,
	"matched" text NOT NULL,
	"quotes" jsonb NOT NULL,
	"accepted" boolean NOT NULL,
	CONSTRAINT "claim_mentions_analysis_id_claim_article_id_pk" PRIMARY KEY("analysis_id","claim","article_id")
);
--> statement-breakpoint
ALTER TABLE "claim_mentions" ADD CONSTRAINT "claim_mentions_analysis_id_analyses_id_fk" FOREIGN KEY ("analysis_id") REFERENCES "public"."analyses"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_mentions" ADD CONSTRAINT "claim_mentions_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_mentions" ADD CONSTRAINT "claim_mentions_entity_id_entities_id_fk" FOREIGN KEY ("entity_id") REFERENCES "public"."entities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "claim_mentions_article" ON "claim_mentions" USING btree ("article_id","entity_id");--> statement-breakpoint
CREATE INDEX "claim_mentions_entity" ON "claim_mentions" USING btree ("entity_id");