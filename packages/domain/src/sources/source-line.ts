import type { RuleRow, Source, SourceSettings } from "@cti/db/schema/sources";
import type { SourceKind } from "@cti/db/schema/sources";

import { maskAddress, maskAddresses } from "./mask-address.ts";
import { reasonOfState, type SourceState, stateOfSource } from "./source-state.ts";

/** Credentials in addresses are for those who operate the installation; everybody else gets them masked. */
export type SourceView = { secrets: boolean; now: Date };

export type SourceLine = {
  id: number;
  slug: string;
  name: string;
  kind: SourceKind;
  url: string;
  site_url: string | null;
  tier: number;
  weight: number;
  tags: string[];
  enabled: boolean;
  interval_seconds: number | null;
  note: string | null;
  origin: string;
  /** How many it has; up to ten seconds old in lists. */
  articles: number;
  state: SourceState;
  state_reason: string | null;
  last_error: string | null;
  last_error_message: string | null;
  consecutive_failures: number;
  last_checked_at: Date | null;
  last_success_at: Date | null;
  last_new_at: Date | null;
  next_check_at: Date;
  revision: number;
  created_at: Date;
  updated_at: Date;
};

/** Settings as the API has them. */
export type SettingsLine = {
  include: RuleRow[];
  exclude: RuleRow[];
  selectors: NonNullable<SourceSettings["selectors"]> | null;
  user_agent: string | null;
  ignore_robots: boolean;
};

export function toSourceLine(source: Source, articles: number, { secrets, now }: SourceView): SourceLine {
  const text = (value: string | null): string | null =>
    secrets || value === null ? value : maskAddresses(value);
  const url = (value: string): string => (secrets ? value : maskAddress(value));
  return {
    id: source.id,
    slug: source.slug,
    name: source.name,
    kind: source.kind,
    url: url(source.url),
    site_url: source.siteUrl === null ? null : url(source.siteUrl),
    tier: source.tier,
    weight: source.weight,
    tags: source.tags,
    enabled: source.enabled,
    interval_seconds: source.intervalSeconds,
    note: text(source.note),
    origin: source.origin,
    articles,
    state: stateOfSource(source, now),
    state_reason: text(reasonOfState(source, now)),
    last_error: source.lastError,
    last_error_message: text(source.lastErrorMessage),
    consecutive_failures: source.consecutiveFailures,
    last_checked_at: source.lastCheckedAt,
    last_success_at: source.lastSuccessAt,
    last_new_at: source.lastNewAt,
    next_check_at: source.nextCheckAt,
    revision: source.revision,
    created_at: source.createdAt,
    updated_at: source.updatedAt,
  };
}

export function toSettingsLine(settings: SourceSettings): SettingsLine {
  const { include = [], exclude = [], selectors = null, userAgent = null, ignoreRobots = false } = settings;
  return { include, exclude, selectors, user_agent: userAgent, ignore_robots: ignoreRobots };
}
