CREATE TABLE "entity_totals" (
	"entity_id" bigint PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"articles" integer NOT NULL
);
--> statement-breakpoint
INSERT INTO "entity_totals" ("entity_id", "type", "articles")
SELECT e."id", e."type", m."articles"
FROM (SELECT "entity_id", count(*)::integer AS "articles" FROM "mentions" GROUP BY "entity_id") m
JOIN "entities" e ON e."id" = m."entity_id";
--> statement-breakpoint
CREATE INDEX "entity_totals_articles" ON "entity_totals" USING btree ("articles" DESC NULLS FIRST,"entity_id" DESC NULLS FIRST);
