import { relative } from "../../kit/time-words.ts";
import type { Activity, SourceLine } from "./queries.ts";

/** How a source does; one that is not followed for now is paused, whatever it did before. */
export type State = SourceLine["state"] | "paused";

/** In the order in which somebody has to look after them. */
export const states: readonly (readonly [state: State, name: string])[] = [
  ["dead", "Dead"],
  ["failing", "Failing"],
  ["quiet", "Quiet"],
  ["never", "Not checked"],
  ["ok", "OK"],
  ["paused", "Paused"],
];

export function stateOf({ enabled, state }: Pick<SourceLine, "enabled" | "state">): State {
  return enabled ? state : "paused";
}

export function stateName(state: State): string {
  return states.find(([known]) => known === state)?.[1] ?? state;
}

export const kinds = [
  ["rss", "RSS"],
  ["atom", "Atom"],
  ["json", "JSON Feed"],
  ["sitemap", "Sitemap"],
  ["listing", "List on a page"],
  ["wp-json", "WordPress API"],
] as const;

export function kindName(kind: string): string {
  if (kind === "file") return "Local file";
  return kinds.find(([known]) => known === kind)?.[1] ?? kind;
}

const reasons: Record<string, string> = {
  dns: "name does not resolve",
  connect: "no connection",
  connection: "connection broke",
  timeout: "no answer in time",
  tls: "certificate or TLS refused",
  robots: "robots.txt forbids it",
  rate_limited: "asks for fewer requests",
  too_large: "answer too large",
  too_many_redirects: "too many redirects",
  headers_too_large: "headers too large",
  bad_encoding: "broken encoding",
  blocked_address: "internal address refused",
  blocked_port: "port refused",
  invalid_url: "address cannot be read",
  not_a_feed: "a web page, not a feed",
  html: "a web page, not a feed",
  unreadable: "file cannot be read",
  cancelled: "cancelled",
};

/** `HTTP 403`, `name does not resolve`: why a check failed, in few words. */
export function reasonWords(reason: string | null): string {
  if (!reason) return "failed";
  const status = /^http_(\d{3})$/.exec(reason)?.[1];
  if (status) return `HTTP ${status}`;
  return reasons[reason] ?? reason.replaceAll("_", " ");
}

/** Where somebody goes on: to the settings, to the search for a feed, to a test. */
export type NextStep = "settings" | "find" | "test";

const advice: readonly (readonly [reasons: RegExp, words: string, next: NextStep])[] = [
  [
    /^dns$/,
    "The name is gone, or the resolver of this server does not know it. If the site has moved, give its new address in the settings.",
    "settings",
  ],
  [
    /^http_(401|403|406|451)$/,
    "The site refuses this reader. Look at it in a browser; with some sites another user agent in the settings helps.",
    "settings",
  ],
  [
    /^http_(404|410)$/,
    "The feed has moved or ended. Add the home page of the site as a source to find where it is now.",
    "find",
  ],
  [
    /^(http_429|rate_limited)$/,
    "The site asks for fewer requests: choose a longer interval in the settings.",
    "settings",
  ],
  [
    /^http_5\d\d$/,
    "The site has trouble of its own. It is tried again by itself, each time a little later.",
    "test",
  ],
  [
    /^(connect|connection|timeout|too_many_redirects)$/,
    "The site does not answer as it should. It is tried again by itself, each time a little later.",
    "test",
  ],
  [
    /^tls$/,
    "The certificate of the site is not valid, or its encryption is too old. Nothing is read over it until that is mended.",
    "test",
  ],
  [
    /^robots$/,
    "The publisher does not want this address to be read by programs. Where you have their word, the settings can ignore robots.txt.",
    "settings",
  ],
  [
    /^(not_a_feed|html|nothing_found)$/,
    "Add the home page of the site as a source: its feed is looked for there.",
    "find",
  ],
  [
    /^blocked_(address|port)$/,
    "Addresses inside of networks are refused, so that a feed cannot reach them. An admin can allow one with the setting fetch.allow.",
    "test",
  ],
];

/** What somebody can do about a failure. */
export function adviceFor(reason: string | null): { words: string; next: NextStep } {
  const [, words, next] = advice.find(([known]) => reason !== null && known.test(reason)) ?? [];
  return {
    words: words ?? "A test reads the source now and tells each step, so you see where it stops.",
    next: next ?? "test",
  };
}

/** `0.4`, `12`. */
export function perDay(value: number): string {
  if (value === 0) return "0";
  return value >= 9.95 ? Math.round(value).toString() : value.toFixed(1);
}

/** `usually 3.1 a day`, `usually every 6 d`: how often something new comes. null when that is not known yet. */
export function rhythm(activity: Activity | undefined): string | null {
  const usual = activity ? activity.per_day_before || activity.per_day : 0;
  if (usual <= 0) return null;
  return usual >= 1 ? `usually ${perDay(usual)} a day` : `usually every ${Math.round(1 / usual)} d`;
}

const dayMs = 86_400_000;

/** Days since something new came, or since it is followed. */
function silentDays(source: Pick<SourceLine, "last_new_at" | "created_at">, now: number): number {
  return Math.floor((now - Date.parse(source.last_new_at ?? source.created_at)) / dayMs);
}

/** Silent for much longer than it usually is, though not yet for the four weeks that make it quiet. */
export function isOverdue(source: SourceLine, activity: Activity | undefined, now: number): boolean {
  const usual = activity?.per_day_before ?? 0;
  const days = silentDays(source, now);
  return usual > 0 && days >= 3 && days > 4 / usual;
}

/** When the failures that it has now began: the check after the last good one, as far as the latest checks tell. */
export function failingSince(source: SourceLine, activity: Activity | undefined): string | null {
  const checks = activity?.checks ?? [];
  const lastGood = checks.findLastIndex(({ outcome }) => outcome !== "failed");
  const first = checks[lastGood + 1];
  if (first && first.outcome === "failed" && (lastGood >= 0 || checks.length < 30)) return first.at;
  return source.last_success_at;
}

const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** `18 Nov`, or `04:10Z` when it was today. */
export function dayOrTime(at: string, now: number): string {
  const day = new Date(at).toISOString();
  return day.slice(0, 10) === new Date(now).toISOString().slice(0, 10)
    ? `${day.slice(11, 16)}Z`
    : dayFormat.format(new Date(at));
}

/** How a source does, in a line. */
export function stateWords(source: SourceLine, activity: Activity | undefined, now: number): string {
  const { what, more, usual } = stateParts(source, activity, now);
  return `${more ? `${what} ${more}` : what}${usual ? `; ${usual}` : ""}`;
}

/** The same in parts: the word for it, what is to be said of it, and how it usually is where that is a surprise. */
export function stateParts(
  source: SourceLine,
  activity: Activity | undefined,
  now: number,
): { what: string; more?: string; usual?: string | null } {
  const state = stateOf(source);
  switch (state) {
    case "paused":
      return { what: "Paused" };
    case "never":
      return { what: "Not checked yet" };
    case "failing":
    case "dead":
      return { what: capital(reasonWords(source.last_error)), more: `· ${howOften(source, activity, now)}` };
    case "quiet":
    case "ok":
      if (state === "quiet" || isOverdue(source, activity, now))
        return {
          what: "Fetch ok,",
          more: `nothing new for ${silentDays(source, now)} d`,
          usual: rhythm(activity),
        };
      return source.last_new_at
        ? { what: `New articles ${relative(source.last_new_at, now)}` }
        : { what: "Fetch ok,", more: "nothing new yet" };
  }
}

function howOften(source: SourceLine, activity: Activity | undefined, now: number): string {
  const { consecutive_failures: fails } = source;
  const since = failingSince(source, activity);
  return `${fails === 1 ? "failed once" : `${fails} fails`}${since ? ` since ${dayOrTime(since, now)}` : ""}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `15 min`, `6 h`, `2 d`: a span as people say it. */
export function span(seconds: number): string {
  if (seconds % 86_400 === 0) return `${seconds / 86_400} d`;
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
