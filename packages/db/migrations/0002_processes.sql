CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"address" text,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "daily_reports" (
	"day" date PRIMARY KEY NOT NULL,
	"report" jsonb NOT NULL,
	"time_zone" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "job_records" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "job_records_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"job_id" text NOT NULL,
	"queue" text NOT NULL,
	"name" text NOT NULL,
	"outcome" text NOT NULL,
	"attempt" integer NOT NULL,
	"worker" text NOT NULL,
	"payload" jsonb NOT NULL,
	"result" jsonb,
	"error" text,
	"run_id" bigint,
	"added_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"host" text NOT NULL,
	"pid" integer NOT NULL,
	"version" text NOT NULL,
	"queues" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"active" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"rss_bytes" bigint DEFAULT 0 NOT NULL,
	"clock_skew_ms" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"last_beat_at" timestamp with time zone NOT NULL,
	"stopped_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "schedules" ALTER COLUMN "interval_seconds" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "job" text DEFAULT 'collect-due' NOT NULL;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "cron" text;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "time_zone" text DEFAULT 'UTC' NOT NULL;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "jitter_seconds" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "overlap" text DEFAULT 'skip' NOT NULL;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "seed" jsonb;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "requested_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "requested_by" text;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "last_status" text;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "last_duration_ms" integer;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "last_run_id" bigint;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "last_error" text;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "fired" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "skipped" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "updated_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "queued_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "audit_log_at" ON "audit_log" USING btree ("at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "job_records_finished" ON "job_records" USING btree ("finished_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "job_records_job" ON "job_records" USING btree ("job_id");--> statement-breakpoint
CREATE INDEX "job_records_name" ON "job_records" USING btree ("name","finished_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "job_records_once" ON "job_records" USING btree ("job_id","attempt","started_at");--> statement-breakpoint
CREATE INDEX "schedules_next" ON "schedules" USING btree ("next_run_at") WHERE "schedules"."enabled";