-- The tenant that a connection or a transaction works for; NULL sees and writes nothing of any tenant's.
CREATE FUNCTION current_tenant() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('cti.tenant', true), '')::bigint
$$;
--> statement-breakpoint
-- What was there before belongs to the first tenant.
SELECT set_config('cti.tenant', '1', true);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "api_tokens_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" bigint DEFAULT current_tenant() NOT NULL,
	"user_id" bigint NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"token_hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"last_used_from" text,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_tokens_prefix_unique" UNIQUE("prefix"),
	CONSTRAINT "api_tokens_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "benign_marks" (
	"tenant_id" bigint DEFAULT current_tenant() NOT NULL,
	"entity_id" bigint NOT NULL,
	"entry_id" bigint NOT NULL,
	"source_id" bigint,
	"reason" text NOT NULL,
	CONSTRAINT "benign_marks_tenant_id_entity_id_entry_id_pk" PRIMARY KEY("tenant_id","entity_id","entry_id")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"event" text NOT NULL,
	"topic" text NOT NULL,
	"tenant_id" bigint,
	"user_id" bigint,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "notes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" bigint DEFAULT current_tenant() NOT NULL,
	"subject" text NOT NULL,
	"subject_id" bigint NOT NULL,
	"text" text NOT NULL,
	"actor" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subject_tags" (
	"tenant_id" bigint DEFAULT current_tenant() NOT NULL,
	"subject" text NOT NULL,
	"subject_id" bigint NOT NULL,
	"tag" text NOT NULL,
	"actor" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "subject_tags_tenant_id_subject_subject_id_tag_pk" PRIMARY KEY("tenant_id","subject","subject_id","tag")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"tenant_id" bigint DEFAULT current_tenant() NOT NULL,
	"principal" text NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"headers" jsonb,
	"body" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_tenant_id_principal_route_key_pk" PRIMARY KEY("tenant_id","principal","route","key")
);
--> statement-breakpoint
CREATE TABLE "undo_tokens" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"tenant_id" bigint DEFAULT current_tenant() NOT NULL,
	"principal" text NOT NULL,
	"action" text NOT NULL,
	"before" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "saved_searches" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "saved_searches_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" bigint DEFAULT current_tenant() NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"target" text DEFAULT 'articles' NOT NULL,
	"sort" text,
	"visibility" text DEFAULT 'private' NOT NULL,
	"view" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"owner_id" bigint,
	"actor" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sessions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"token_hash" text NOT NULL,
	"user_id" bigint NOT NULL,
	"tenant_id" bigint NOT NULL,
	"method" text NOT NULL,
	"address" text,
	"user_agent" text,
	"created_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sessions_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"tenant_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"role" text NOT NULL,
	"from_provider" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "memberships_tenant_id_user_id_pk" PRIMARY KEY("tenant_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "tenants" (
	"id" bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (sequence name "tenants_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"disabled_at" timestamp with time zone,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tenants_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "users_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"username" text NOT NULL,
	"name" text,
	"kind" text DEFAULT 'person' NOT NULL,
	"password_hash" text,
	"password_changed_at" timestamp with time zone,
	"must_change_password" boolean DEFAULT false NOT NULL,
	"operator" boolean DEFAULT false NOT NULL,
	"totp_secret" text,
	"totp_confirmed_at" timestamp with time zone,
	"totp_last_step" bigint,
	"recovery_codes" text[] DEFAULT '{}' NOT NULL,
	"oidc_issuer" text,
	"oidc_subject" text,
	"disabled_at" timestamp with time zone,
	"last_login_at" timestamp with time zone,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
INSERT INTO "tenants" ("id", "slug", "name") VALUES (1, 'default', 'Default');
--> statement-breakpoint
SELECT setval(pg_get_serial_sequence('tenants', 'id'), 1);
--> statement-breakpoint
DROP VIEW "public"."current_mentions";--> statement-breakpoint
ALTER TABLE "verdicts" DROP CONSTRAINT "verdicts_subject";--> statement-breakpoint
ALTER TABLE "watchlists" DROP CONSTRAINT "watchlists_value";--> statement-breakpoint
DROP INDEX "scores_total";--> statement-breakpoint
DROP INDEX "triage_state";--> statement-breakpoint
ALTER TABLE "scores" DROP CONSTRAINT "scores_subject_subject_id_pk";--> statement-breakpoint
ALTER TABLE "triage" DROP CONSTRAINT "triage_subject_subject_id_pk";--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "tenant_id" bigint;--> statement-breakpoint
ALTER TABLE "benign_entries" ADD COLUMN "tenant_id" bigint DEFAULT current_tenant() NOT NULL;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "tenant_id" bigint DEFAULT current_tenant() NOT NULL;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "scores" ADD COLUMN "tenant_id" bigint DEFAULT current_tenant() NOT NULL;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "triage" ADD COLUMN "tenant_id" bigint DEFAULT current_tenant() NOT NULL;--> statement-breakpoint
ALTER TABLE "triage" ADD COLUMN "assignee" text;--> statement-breakpoint
ALTER TABLE "triage" ADD COLUMN "snoozed_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "watchlists" ADD COLUMN "tenant_id" bigint DEFAULT current_tenant() NOT NULL;--> statement-breakpoint
ALTER TABLE "scores" ADD CONSTRAINT "scores_tenant_id_subject_subject_id_pk" PRIMARY KEY("tenant_id","subject","subject_id");--> statement-breakpoint
ALTER TABLE "triage" ADD CONSTRAINT "triage_tenant_id_subject_subject_id_pk" PRIMARY KEY("tenant_id","subject","subject_id");--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "benign_marks" ADD CONSTRAINT "benign_marks_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "benign_marks" ADD CONSTRAINT "benign_marks_entity_id_entities_id_fk" FOREIGN KEY ("entity_id") REFERENCES "public"."entities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "benign_marks" ADD CONSTRAINT "benign_marks_entry_id_benign_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."benign_entries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subject_tags" ADD CONSTRAINT "subject_tags_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "undo_tokens" ADD CONSTRAINT "undo_tokens_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_searches" ADD CONSTRAINT "saved_searches_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_searches" ADD CONSTRAINT "saved_searches_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_tokens_user" ON "api_tokens" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "benign_marks_entry" ON "benign_marks" USING btree ("entry_id");--> statement-breakpoint
CREATE INDEX "events_at" ON "events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "notes_subject" ON "notes" USING btree ("tenant_id","subject","subject_id");--> statement-breakpoint
CREATE INDEX "subject_tags_tag" ON "subject_tags" USING btree ("tenant_id","tag");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "undo_tokens_expires" ON "undo_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "saved_searches_name" ON "saved_searches" USING btree ("tenant_id",lower("name"),(case when "visibility" = 'team' then 0 else coalesce("owner_id", -1) end));--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "memberships_user" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_username" ON "users" USING btree (lower("username"));--> statement-breakpoint
CREATE UNIQUE INDEX "users_oidc" ON "users" USING btree ("oidc_issuer","oidc_subject");--> statement-breakpoint
ALTER TABLE "benign_entries" ADD CONSTRAINT "benign_entries_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "triage" ADD CONSTRAINT "triage_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watchlists" ADD CONSTRAINT "watchlists_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_log_tenant" ON "audit_log" USING btree ("tenant_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "scores_total" ON "scores" USING btree ("tenant_id","subject","total" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "triage_state" ON "triage" USING btree ("tenant_id","state");--> statement-breakpoint
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_subject" UNIQUE NULLS NOT DISTINCT("tenant_id","entity_id","article_id");--> statement-breakpoint
ALTER TABLE "watchlists" ADD CONSTRAINT "watchlists_value" UNIQUE("tenant_id","kind","value");--> statement-breakpoint
CREATE VIEW "public"."current_mentions" WITH (security_invoker = true) AS (
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
  ) b on true);
--> statement-breakpoint
-- Ids in the order of commits: who has seen event 7 will never be shown an event 6 later.
CREATE FUNCTION emit_event(of_event text, of_topic text, of_tenant bigint, of_user bigint, of_data jsonb) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  new_id bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7382021);
  INSERT INTO events (at, event, topic, tenant_id, user_id, data)
  VALUES (clock_timestamp(), of_event, of_topic, of_tenant, of_user, of_data) RETURNING id INTO new_id;
  PERFORM pg_notify('cti_events', new_id::text);
  RETURN new_id;
END
$$;
--> statement-breakpoint
-- A token says whose it is, so it is looked up before the tenant is known. Runs with the rights of the owner.
CREATE FUNCTION find_api_token(hash text) RETURNS SETOF api_tokens LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT * FROM public.api_tokens WHERE token_hash = hash
$$;
--> statement-breakpoint
ALTER TABLE "triage" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "triage_of_tenant" ON "triage" USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
--> statement-breakpoint
ALTER TABLE "watchlists" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "watchlists_of_tenant" ON "watchlists" USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
--> statement-breakpoint
ALTER TABLE "verdicts" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "verdicts_of_tenant" ON "verdicts" USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
--> statement-breakpoint
ALTER TABLE "benign_entries" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "benign_entries_of_tenant" ON "benign_entries" USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
--> statement-breakpoint
ALTER TABLE "benign_marks" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "benign_marks_of_tenant" ON "benign_marks" USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
--> statement-breakpoint
ALTER TABLE "scores" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "scores_of_tenant" ON "scores" USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
--> statement-breakpoint
ALTER TABLE "notes" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "notes_of_tenant" ON "notes" USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
--> statement-breakpoint
ALTER TABLE "subject_tags" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "subject_tags_of_tenant" ON "subject_tags" USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
--> statement-breakpoint
ALTER TABLE "saved_searches" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "saved_searches_of_tenant" ON "saved_searches" USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
--> statement-breakpoint
ALTER TABLE "idempotency_keys" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "idempotency_keys_of_tenant" ON "idempotency_keys" USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
--> statement-breakpoint
ALTER TABLE "undo_tokens" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "undo_tokens_of_tenant" ON "undo_tokens" USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
--> statement-breakpoint
ALTER TABLE "api_tokens" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "api_tokens_of_tenant" ON "api_tokens" USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
--> statement-breakpoint
-- The role that our processes take on: no owner of tables, so row-level security holds for it, and it cannot undo that.
-- Roles belong to the whole server: another database may have made it, or be making it now.
DO $$
BEGIN
  CREATE ROLE cti_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
  WHEN insufficient_privilege THEN
    RAISE WARNING 'cti_app could not be created: ask for "CREATE ROLE cti_app NOLOGIN; GRANT cti_app TO %;" and run db migrate again', current_user;
END
$$;
--> statement-breakpoint
CREATE FUNCTION grant_app_rights() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cti_app') THEN
    RETURN false;
  END IF;
  -- Two databases of a server may get here at once, and these rows belong to all of them.
  PERFORM pg_advisory_xact_lock(7382022);
  BEGIN
    IF NOT pg_has_role(current_user, 'cti_app', 'SET') THEN
      EXECUTE format('GRANT cti_app TO %I', current_user);
    END IF;
    IF NOT pg_has_role('cti_app', 'pg_read_all_stats', 'USAGE') THEN
      GRANT pg_read_all_stats TO cti_app;
    END IF;
  EXCEPTION WHEN OTHERS THEN NULL;
  END;
  GRANT USAGE ON SCHEMA public TO cti_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO cti_app;
  GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO cti_app;
  REVOKE UPDATE, DELETE ON audit_log FROM cti_app;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO cti_app;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO cti_app;
  RETURN true;
END
$$;
--> statement-breakpoint
SELECT grant_app_rights();
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION grant_app_rights() FROM PUBLIC;
