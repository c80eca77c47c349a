import type { sourceRoutes } from "@cti/contract/routes/sources";
import type { NewSource } from "@cti/domain/sources/add";
import type { SettingsChange, SourceChange } from "@cti/domain/sources/change";
import { maskAddressesIn } from "@cti/domain/sources/mask-address";
import type { probeForAdding } from "@cti/domain/sources/probe-report";
import { toSettingsLine } from "@cti/domain/sources/source-line";
import type { z } from "zod";

type NewBody = z.output<(typeof sourceRoutes)["createSource"]["body"]>;
type ChangeBody = z.output<(typeof sourceRoutes)["changeSource"]["body"]>;
type Found = Awaited<ReturnType<typeof probeForAdding>>;
type Source = Parameters<typeof valuesOf>[0];

const longestName = 200;

/** What is to be stored: as it was asked for, else as it was found. */
export function toNewSource(body: NewBody, found: Found | null): NewSource {
  const { name, slug, tier, weight, tags, enabled, interval_seconds, note, settings } = body;
  const url = found?.url ?? body.url;
  const title = found?.reading.title
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, "")
    .trim()
    .slice(0, longestName);
  return {
    url,
    kind: found?.kind ?? body.kind ?? "rss",
    name: name ?? (title || new URL(url).host),
    siteUrl: found?.reading.siteUrl ?? (found && found.url !== body.url ? body.url : null),
    tags: tags ?? [],
    origin: "user",
    ...(slug !== undefined && { slug }),
    ...(tier !== undefined && { tier }),
    ...(weight !== undefined && { weight }),
    ...(enabled !== undefined && { enabled }),
    ...(interval_seconds !== undefined && { intervalSeconds: interval_seconds }),
    ...(note && { note }),
    ...(settings && { settings: withoutNulls(toSettings(settings)) }),
  };
}

export function toChange(body: ChangeBody): SourceChange {
  const { interval_seconds, settings, ...columns } = body;
  return given({
    ...columns,
    intervalSeconds: interval_seconds,
    settings: settings && toSettings(settings),
  }) as SourceChange;
}

function toSettings(settings: NonNullable<ChangeBody["settings"]>): SettingsChange {
  const { include, exclude, selectors, user_agent, ignore_robots } = settings;
  return given({
    include: include?.map(given) ?? include,
    exclude: exclude?.map(given) ?? exclude,
    selectors: selectors ? given(selectors) : selectors,
    userAgent: user_agent,
    ignoreRobots: ignore_robots,
  }) as SettingsChange;
}

/** Without what was not given, so that it stays as it is. */
function given<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function withoutNulls(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/** Of a source, what a person decides, for the audit log; credentials in addresses are masked. */
export function valuesOf(source: {
  name: string;
  url: string;
  kind: string;
  tier: number;
  weight: number;
  tags: string[];
  enabled: boolean;
  intervalSeconds: number | null;
  note: string | null;
  settings: Parameters<typeof toSettingsLine>[0];
}): Record<string, unknown> {
  const { name, url, kind, tier, weight, tags, enabled, intervalSeconds, note, settings } = source;
  return maskAddressesIn({
    name,
    url,
    kind,
    tier,
    weight,
    tags,
    enabled,
    interval_seconds: intervalSeconds,
    note,
    settings: toSettingsLine(settings),
  });
}

/** What differs, before and after. */
export function changedOf(
  before: Source,
  after: Source,
): { before: Record<string, unknown>; after: Record<string, unknown> } {
  const [was, is] = [valuesOf(before), valuesOf(after)];
  const changed = Object.keys(is).filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]));
  const pick = (values: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(changed.map((name) => [name, values[name]]));
  return { before: pick(was), after: pick(is) };
}
