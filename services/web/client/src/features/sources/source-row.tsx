import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FlaskConical, Pause, Play, RefreshCw } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

import { IconButton } from "../../kit/button.tsx";
import { count } from "../../kit/number.ts";
import { Remote, visible } from "../../kit/remote.tsx";
import { useNow } from "../../kit/time.tsx";
import { collectNow, setFollowed } from "./actions.ts";
import { CheckStrip } from "./check-strip.tsx";
import { activityQuery, type Activity, type SourceLine } from "./queries.ts";
import { StateIcon } from "./state-mark.tsx";
import { Times, Words } from "./state-words.tsx";
import { kindName, perDay, stateOf } from "./words.ts";

/** The widths of the columns, shared with the heading. */
export const widths = {
  state: "w-[26rem] max-2xl:w-[22rem] max-xl:w-80 max-lg:w-72 max-md:hidden",
  strip: "w-36 max-lg:hidden",
  perDay: "w-20 max-xl:hidden",
  articles: "w-20 max-xl:hidden",
  actions: "w-28 max-lg:hidden",
};

/** A source: what it is, how it does, and what can be done with it. */
export function SourceRow({
  source,
  block,
  active,
  operate,
  onTest,
}: {
  source: SourceLine;
  /** The sources whose checks are asked for together with those of this one. */
  block: readonly number[];
  active: boolean;
  operate: boolean;
  onTest: () => void;
}): ReactElement {
  const activity = useQuery(activityQuery(block)).data?.get(source.id);
  return (
    <>
      <div role="gridcell" className="flex shrink-0 items-center pl-3">
        <StateIcon state={stateOf(source)} label />
      </div>
      <div role="gridcell" className="flex min-w-0 flex-1 flex-col justify-center px-3">
        <Link
          to="/ops/sources/$id"
          params={{ id: String(source.id) }}
          tabIndex={active ? 0 : -1}
          className={`truncate font-medium hover:text-accent hover:underline ${source.enabled ? "" : "text-muted"}`}
        >
          <Remote text={source.name} />
        </Link>
        <p className="truncate text-small text-muted max-md:hidden">
          {kindName(source.kind)} · tier {source.tier}
          {source.tags.length > 0 && <span className="text-faint"> · {visible(source.tags.join(", "))}</span>}
        </p>
        <div className="truncate text-small md:hidden">
          <Words source={source} activity={activity} />
        </div>
      </div>
      <Cell className={widths.state}>
        <div className="min-w-0 text-small">
          <div className="truncate">
            <Words source={source} activity={activity} />
          </div>
          <p className="truncate text-faint">
            <Times source={source} activity={activity} />
          </p>
        </div>
      </Cell>
      <Cell className={widths.strip}>
        {activity && (
          <Link
            to="/ops/sources/$id"
            params={{ id: String(source.id) }}
            search={{ tab: "checks" }}
            tabIndex={active ? 0 : -1}
            className="rounded"
          >
            <CheckStrip checks={activity.checks} />
          </Link>
        )}
      </Cell>
      <Cell className={`justify-end ${widths.perDay}`}>
        {activity && (
          <Link
            to="/ops/sources/$id"
            params={{ id: String(source.id) }}
            tabIndex={active ? 0 : -1}
            className="group"
          >
            <PerDay activity={activity} source={source} />
          </Link>
        )}
      </Cell>
      <Cell className={`justify-end ${widths.articles}`}>
        <Link
          to="/articles"
          search={{ source: source.slug }}
          tabIndex={active ? 0 : -1}
          className={`hover:text-accent hover:underline ${source.articles === 0 ? "text-faint" : ""}`}
        >
          {count(source.articles)}
          <span className="sr-only"> articles</span>
        </Link>
      </Cell>
      {operate && (
        <Cell className={`justify-end !px-1 ${widths.actions}`}>
          <RowActions source={source} active={active} onTest={onTest} />
        </Cell>
      )}
    </>
  );
}

function Cell({ className, children }: { className: string; children: ReactNode }): ReactElement {
  return (
    <div role="gridcell" className={`flex shrink-0 items-center px-3 text-[0.875rem] ${className}`}>
      {children}
    </div>
  );
}

const young = 14 * 86_400_000;

function PerDay({ activity, source }: { activity: Activity; source: SourceLine }): ReactElement {
  const now = useNow();
  const known = now - Date.parse(source.created_at) > young;
  return (
    <div className="text-right text-small">
      <p
        className={`group-hover:text-accent group-hover:underline ${activity.per_day === 0 ? "text-faint" : ""}`}
      >
        {perDay(activity.per_day)}/d
      </p>
      {known && <p className="text-tiny text-faint">was {perDay(activity.per_day_before)}</p>}
    </div>
  );
}

function RowActions({
  source,
  active,
  onTest,
}: {
  source: SourceLine;
  active: boolean;
  onTest: () => void;
}): ReactElement {
  const { enabled } = source;
  const name = visible(source.name);
  // Only the active row is walked through with Tab: there may be thousands of rows.
  const tabIndex = active ? 0 : -1;
  return (
    <>
      <IconButton
        label={`Test ${name}`}
        title="Test"
        action="sources.test"
        tabIndex={tabIndex}
        icon={<FlaskConical size={16} aria-hidden />}
        onClick={onTest}
      />
      <IconButton
        label={`Collect ${name} now`}
        title="Collect now"
        action="sources.collect"
        tabIndex={tabIndex}
        icon={<RefreshCw size={16} aria-hidden />}
        onClick={() => void collectNow([source])}
      />
      <IconButton
        label={`${enabled ? "Pause" : "Resume"} ${name}`}
        title={enabled ? "Pause" : "Resume"}
        action="sources.pause"
        tabIndex={tabIndex}
        icon={enabled ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
        onClick={() => void setFollowed([source], !enabled)}
      />
    </>
  );
}
