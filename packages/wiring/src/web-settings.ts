import { readFileSync } from "node:fs";
import path from "node:path";

import { ConfigError } from "@cti/config/config-error";
import type { Config } from "@cti/config/load";
import { settings as knownSettings, type SettingKey } from "@cti/config/settings";
import type { Setting } from "@cti/config/setting";
import { showConfig } from "@cti/config/show";

import { databaseUrl, version } from "./settings.ts";

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

/** What the web service is set to. Throws ConfigError for a file of passwords that cannot be read. */
export function webSettings(config: Config): WebSettings {
  const { settings } = config;
  return {
    host: settings["web.host"],
    port: settings["web.port"],
    version,
    publicUrl: settings["web.public_url"],
    hosts: settings["web.hosts"],
    trustedProxies: settings["web.trusted_proxies"],
    insecureHttp: settings["web.insecure_http"],
    sessionIdleMs: settings["web.session_idle"],
    sessionMaxMs: settings["web.session_max"],
    tokenMaxDays: settings["web.token_max_days"],
    breachedPasswords: readPasswords(config),
    rateLimit: settings["web.rate_limit"],
    loginLimit: settings["web.login_limit"],
    bodyLimit: settings["web.body_limit"],
    eventsPerUser: settings["web.events_per_user"],
    timeZone: settings["scheduler.time_zone"],
    oidc: oidcOf(config),
    databasePassword: passwordOf(databaseUrl(settings)),
  };
}

/** Every setting with its value and origin for admins; secrets are blotted out. */
export function shownSettings(
  config: Config,
): { key: string; value: unknown; origin: string; about: string; secret: boolean }[] {
  return showConfig(config).map((shown) => ({
    ...shown,
    secret: isSecret(shown.key),
  }));
}

/** The same as they are, secrets too: for comparing, not for showing. */
export function settingsInForce(config: Config): { key: string; value: unknown; secret: boolean }[] {
  return (Object.keys(knownSettings) as SettingKey[]).map((key) => ({
    key,
    value: config.settings[key],
    secret: isSecret(key),
  }));
}

function isSecret(key: SettingKey): boolean {
  return (knownSettings[key] as Setting).secret === true;
}

/** Half of it is told as such: the service refuses to start then. */
function oidcOf({ settings }: Config): WebSettings["oidc"] {
  const issuer = settings["web.oidc.issuer"];
  const clientId = settings["web.oidc.client_id"];
  if (!issuer && !clientId) return null;
  return {
    issuer: issuer ?? "",
    clientId: clientId ?? "",
    clientSecret: settings["web.oidc.client_secret"],
    scopes: settings["web.oidc.scopes"],
    usernameClaim: settings["web.oidc.username_claim"],
    groupsClaim: settings["web.oidc.groups_claim"],
    roles: settings["web.oidc.roles"],
    label: settings["web.oidc.label"],
  };
}

function readPasswords({ settings, root }: Config): ReadonlySet<string> {
  const file = settings["web.breached_passwords"];
  if (!file) return new Set();
  try {
    const lines = readFileSync(path.resolve(root, file), "utf8").split(/\r?\n/);
    return new Set(lines.filter((line) => line !== ""));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError([`web.breached_passwords cannot be read: ${reason}`]);
  }
}

function passwordOf(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { password } = new URL(url);
  return password === "" ? null : decodeURIComponent(password);
}
