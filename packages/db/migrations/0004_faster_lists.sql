DROP INDEX "triage_state";--> statement-breakpoint
CREATE INDEX "article_features_hunt" ON "article_features" USING btree ("hunt_score" DESC NULLS LAST,"article_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "articles_source_published" ON "articles" USING btree ("source_id",coalesce("published_at", "collected_at") desc);--> statement-breakpoint
CREATE INDEX "articles_rejected" ON "articles" USING btree (coalesce("published_at", "collected_at") desc) WHERE "articles"."rejected_reason" is not null;--> statement-breakpoint
CREATE INDEX "articles_incomplete" ON "articles" USING btree (coalesce("published_at", "collected_at") desc) WHERE "articles"."scrape_error" is not null;--> statement-breakpoint
CREATE INDEX "stories_pinned" ON "stories" USING btree ("last_at" DESC NULLS LAST,"id" DESC NULLS FIRST) WHERE "stories"."pinned" and "stories"."merged_into" is null;--> statement-breakpoint
CREATE INDEX "triage_state" ON "triage" USING btree ("tenant_id","subject","state");