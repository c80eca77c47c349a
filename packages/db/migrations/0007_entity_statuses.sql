DELETE FROM "entity_totals";--> statement-breakpoint
ALTER TABLE "entity_totals" ADD COLUMN "indicator" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "entity_totals" ADD COLUMN "mentioned" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "entity_totals" ADD COLUMN "benign" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "entity_totals" ADD COLUMN "named" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "entity_totals" ADD COLUMN "proposed" integer NOT NULL;--> statement-breakpoint
INSERT INTO "entity_totals" ("entity_id", "type", "articles", "indicator", "mentioned", "benign", "named", "proposed")
SELECT e."id", e."type", m."articles", m."indicator", m."mentioned", m."benign", m."named", m."proposed"
FROM (
	SELECT "entity_id", count(*) AS "articles",
		count(*) FILTER (WHERE "status" = 'indicator') AS "indicator",
		count(*) FILTER (WHERE "status" = 'mentioned') AS "mentioned",
		count(*) FILTER (WHERE "status" = 'benign') AS "benign",
		count(*) FILTER (WHERE "status" = 'named') AS "named",
		count(*) FILTER (WHERE "status" = 'proposed') AS "proposed"
	FROM "mentions" GROUP BY "entity_id"
) m
JOIN "entities" e ON e."id" = m."entity_id";
