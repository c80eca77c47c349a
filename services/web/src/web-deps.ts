import type { Db } from "@cti/db/client";
import type { EventFeed } from "@cti/domain/events/event-feed";
import type { Fetcher } from "@cti/fetch/fetcher";
import type { Health } from "@cti/observe/health";
import type { Logger } from "@cti/observe/logger";
import type { Metrics } from "@cti/observe/metrics";
import type { Queues } from "@cti/queue/queue-types";
import type { Sql } from "postgres";

/** What the web service is built from; main.ts and the local stack fill it. */
export type WebDeps = {
  /** For no tenant: `call.inTenant` names one. */
  db: Db;
  sql: Sql;
  queues: Queues;
  /** For trying out sources; guarded against private addresses like all fetching. */
  fetcher: Fetcher;
  /** What open screens are told; whoever opened it closes it before the server, so that streams end. */
  events: EventFeed;
  health: Health;
  metrics: Metrics;
  log: Logger;
  now: () => Date;
  /** Every setting with its value and origin; secrets are blotted out already. */
  shownSettings: () => ShownSetting[];
  settings: WebSettings;
};

export type ShownSetting = {
  key: string;
  value: unknown;
  origin: string;
  about: string;
  secret: boolean;
};

/** Times in milliseconds, sizes in bytes. */
export type WebSettings = {
  host: string;
  port: number;
  version: string;
  publicUrl: string | null;
  hosts: string[];
  trustedProxies: string[];
  insecureHttp: boolean;
  sessionIdleMs: number;
  sessionMaxMs: number;
  tokenMaxDays: number;
  /** Passwords that are refused beside the built-in list. */
  breachedPasswords: ReadonlySet<string>;
  rateLimit: number;
  loginLimit: number;
  bodyLimit: number;
  eventsPerUser: number;
  /** Stage names and their schedules, for starting runs. */
  timeZone: string;
  oidc: OidcSettings | null;
  /** Only looked at before the start: a well-known one is refused where other machines can reach us. */
  databasePassword: string | null;
};

/** Where only half of it is set the other half is empty, and the start is refused. */
export type OidcSettings = {
  issuer: string;
  clientId: string;
  clientSecret: string | null;
  scopes: string;
  usernameClaim: string;
  groupsClaim: string;
  /** GROUP=ROLE, GROUP=ROLE@TENANT or GROUP=operator. */
  roles: string[];
  label: string;
};
