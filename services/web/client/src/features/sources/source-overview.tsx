import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";

import { useRights } from "../../api/session.ts";
import { ButtonLink } from "../../kit/button.tsx";
import { count, plural } from "../../kit/number.ts";
import { Facts, Panel } from "../../kit/page.tsx";
import { OutLink, visible } from "../../kit/remote.tsx";
import { Time, useNow } from "../../kit/time.tsx";
import { CheckStrip } from "./check-strip.tsx";
import { CheckTable } from "./check-table.tsx";
import { activityQuery, type Activity, type Source } from "./queries.ts";
import { stateAbout, stateColour } from "./state-mark.tsx";
import { adviceFor, perDay, rhythm, span, stateOf, stateWords } from "./words.ts";
import { YieldPicture } from "./yield-picture.tsx";

const latest = 6;

/** How a source does and what it gives. */
export function SourceOverview({ source }: { source: Source }): ReactElement {
  const activity = useQuery(activityQuery([source.id])).data?.get(source.id);
  const checks = source.checks.slice(0, latest);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <Panel title="How it does" aside={activity && <CheckStrip checks={activity.checks} />}>
          <HowItDoes source={source} activity={activity} />
        </Panel>
        <Panel title="What it gives" aside={activity && <Yield source={source} activity={activity} />}>
          {activity && <YieldPicture days={activity.days} />}
        </Panel>
        <Panel
          flush
          title="Latest checks"
          aside={
            checks.length > 0 && (
              <Link
                to="/ops/sources/$id"
                params={{ id: String(source.id) }}
                search={{ tab: "checks" }}
                className="text-small text-accent hover:underline"
              >
                All checks
              </Link>
            )
          }
        >
          {checks.length > 0 ? (
            <CheckTable checks={checks} />
          ) : (
            <p className="p-4 text-muted">Not checked yet.</p>
          )}
        </Panel>
      </div>
      <Panel title="About it">
        <Facts rows={factsOf(source)} />
      </Panel>
    </div>
  );
}

function HowItDoes({ source, activity }: { source: Source; activity: Activity | undefined }): ReactElement {
  const now = useNow();
  const state = stateOf(source);
  const failing = state === "failing" || state === "dead";
  return (
    <>
      <p className={`text-base font-semibold ${state === "ok" ? "text-text" : stateColour(state)}`}>
        {stateWords(source, activity, now)}
      </p>
      {failing && source.last_error_message && <p className="mt-1">{visible(source.last_error_message)}</p>}
      <p className="mt-1 text-muted">{explain(source, activity)}</p>
      {failing && <NextStep source={source} />}
    </>
  );
}

/** What the advice leads to, for who may do it. */
function NextStep({ source }: { source: Source }): ReactElement | null {
  const { operate } = useRights();
  if (!operate) return null;
  const params = { id: String(source.id) };
  const { next } = adviceFor(source.last_error);
  return (
    <div className="mt-3">
      {next === "find" ? (
        <ButtonLink
          size="small"
          to="/ops/sources/add"
          search={{ url: source.site_url ?? new URL("/", source.url).href }}
        >
          Look for its feed
        </ButtonLink>
      ) : (
        <ButtonLink size="small" to="/ops/sources/$id" params={params} search={{ tab: next }}>
          {next === "settings" ? "Open the settings" : "Test it now"}
        </ButtonLink>
      )}
    </div>
  );
}

function explain(source: Source, activity: Activity | undefined): string {
  const state = stateOf(source);
  if (state === "failing" || state === "dead") return adviceFor(source.last_error).words;
  if (state !== "quiet") return `${stateAbout(state)}.`;
  return rhythm(activity)
    ? "The feed answers, so it is not dead: its publisher is silent for longer than usual, or publishes elsewhere now."
    : "The feed answers, but nothing new has come for four weeks. Perhaps it was replaced by another one.";
}

function Yield({ source, activity }: { source: Source; activity: Activity }): ReactElement {
  return (
    <p className="text-small text-muted">
      <Link
        to="/articles"
        search={{ source: source.slug }}
        className="text-accent underline decoration-line-strong underline-offset-2 hover:decoration-accent"
      >
        {plural(source.articles, "article")}
      </Link>{" "}
      · {perDay(activity.per_day)} a day in two weeks
      {activity.per_day_before > 0 && `, ${perDay(activity.per_day_before)} before`}
    </p>
  );
}

const origins: Record<string, string> = {
  pack: "the source pack",
  samples: "the samples",
  import: "an import",
  user: "somebody here",
};

function factsOf(source: Source): [string, ReactNode][] {
  const { interval_seconds: interval, site_url: site, note, enabled, settings } = source;
  const rules = settings.include.length + settings.exclude.length;
  const time = (at: string | null): ReactElement => <Time at={at} />;
  const rows: [string, ReactNode][] = [
    ["Next check", enabled ? <Time planned at={source.next_check_at} /> : "when it is resumed"],
    ["Last check", time(source.last_checked_at)],
    ["Last good", time(source.last_success_at)],
    ["Last new", time(source.last_new_at)],
    ["Checked", interval ? `every ${span(interval)}` : "as its tier and rhythm say"],
    ["Weight", source.weight],
    ["Short name", source.slug],
  ];
  if (site) rows.push(["Site", outLink(site)]);
  if (rules > 0) rows.push(["Rules", count(rules)]);
  if (settings.ignore_robots) rows.push(["robots.txt", "ignored"]);
  rows.push(
    ["Came with", origins[source.origin] ?? visible(source.origin)],
    ["Added", time(source.created_at)],
  );
  if (note) rows.push(["Note", visible(note)]);
  return rows;
}

function outLink(url: string): ReactElement {
  return <OutLink url={url} />;
}
