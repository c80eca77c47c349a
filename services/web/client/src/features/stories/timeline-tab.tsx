import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { Remote } from "../../kit/remote.tsx";
import { More } from "../../kit/more.tsx";
import { plural } from "../../kit/number.ts";
import { Table } from "../../kit/table.tsx";
import { utc } from "../../kit/time.tsx";
import { useSourceName } from "../articles/use-source-name.ts";
import { addsList } from "./adds.ts";
import type { Member, Story } from "./queries.ts";
import type { StoryPlace } from "./story-place.ts";
import { timeScale, type Scale } from "./timeline-scale.ts";

const most = 100;

/** When each article was published and when it was collected, and what it added to those before. */
export function TimelineTab({ story, place }: { story: Story; place: StoryPlace }): ReactElement {
  const members = story.articles.slice(0, most);
  const times = members.flatMap(({ published_at, collected_at }) => [
    published_at ?? collected_at,
    collected_at,
  ]);
  const scale = timeScale(times);
  return (
    <div className="flex flex-col gap-4">
      <Legend />
      <div>
        <Axis scale={scale} />
        <ol aria-label="Articles in the order of their appearance">
          {members.map((member) => (
            <Lane key={member.article_id} member={member} scale={scale} place={place} />
          ))}
        </ol>
      </div>
      {story.articles.length > most && (
        <p className="text-small text-muted">
          The first {most} of {plural(story.articles.length, "article")} are shown.
        </p>
      )}
      <More summary="As a table">
        <div className="mt-2">
          <TimeTable members={members} />
        </div>
      </More>
    </div>
  );
}

function Legend(): ReactElement {
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-small text-muted">
      <span className="inline-flex items-center gap-1.5">
        <span className="size-2.5 rounded-full bg-accent" aria-hidden="true" /> published
      </span>
      <span className="inline-flex items-center gap-1.5">
        <span className="size-2.5 rounded-full border-2 border-muted" aria-hidden="true" /> collected
      </span>
      <span className="inline-flex items-center gap-1.5">
        <span className="size-2.5 rotate-45 bg-line-strong" aria-hidden="true" /> adds nothing new
      </span>
    </p>
  );
}

function Axis({ scale }: { scale: Scale }): ReactElement {
  return (
    <div
      className="grid gap-x-4 text-tiny text-faint @xl:grid-cols-[13rem_minmax(0,1fr)] @4xl:grid-cols-[19rem_minmax(0,1fr)]"
      aria-hidden="true"
    >
      <span className="@max-xl:hidden" />
      <span className="relative h-5">
        {scale.ticks.map(({ at, name }) => (
          <span key={name} className="absolute -translate-x-1/2 whitespace-nowrap" style={{ left: `${at}%` }}>
            {name}
          </span>
        ))}
      </span>
    </div>
  );
}

function Lane({ member, scale, place }: { member: Member; scale: Scale; place: StoryPlace }): ReactElement {
  const nameOf = useSourceName();
  const adds = addsList(member.adds);
  const published = member.published_at;
  const words = `${published ? `published ${utc(published)}, ` : ""}collected ${utc(member.collected_at)}`;
  return (
    <li className="grid items-center gap-x-4 border-t border-line py-2 @xl:grid-cols-[13rem_minmax(0,1fr)] @4xl:grid-cols-[19rem_minmax(0,1fr)]">
      <div className="min-w-0">
        <Link
          {...place.link({ tab: "read", article: member.article_id })}
          title={member.title}
          className="block truncate text-[0.875rem] font-medium hover:underline"
        >
          {nameOf(member.source)}
        </Link>
        <p className="truncate text-tiny text-muted" title={adds.join(", ")}>
          {adds.length > 0 ? `adds ${adds.join(", ")}` : "no new facts"}
        </p>
      </div>
      <svg role="img" aria-label={words} className="h-9 w-full overflow-visible">
        <title>{words}</title>
        {scale.ticks.map(({ at, name }) => (
          <line key={name} x1={`${at}%`} x2={`${at}%`} y1="0" y2="100%" className="stroke-line" />
        ))}
        {published && (
          <line
            x1={`${scale.at(published)}%`}
            x2={`${scale.at(member.collected_at)}%`}
            y1="50%"
            y2="50%"
            className="stroke-line-strong"
          />
        )}
        <circle
          cx={`${scale.at(member.collected_at)}%`}
          cy="50%"
          r="4"
          className="fill-surface stroke-muted stroke-2"
        />
        {published && <Published x={scale.at(published)} isNew={adds.length > 0} />}
      </svg>
    </li>
  );
}

/** A dot, or a diamond where an article adds nothing: the form says it beside the colour. */
function Published({ x, isNew }: { x: number; isNew: boolean }): ReactElement {
  if (isNew) return <circle cx={`${x}%`} cy="50%" r="6" className="fill-accent" />;
  return (
    <svg x={`${x}%`} y="50%" overflow="visible">
      <rect x="-4.5" y="-4.5" width="9" height="9" transform="rotate(45)" className="fill-line-strong" />
    </svg>
  );
}

function TimeTable({ members }: { members: Member[] }): ReactElement {
  const nameOf = useSourceName();
  return (
    <Table
      label="Times of the articles"
      rows={members}
      keyOf={({ article_id }) => article_id}
      columns={[
        { name: "Article", cell: ({ title }) => <Remote text={title} /> },
        { name: "Source", cell: ({ source }) => nameOf(source), wide: true },
        { name: "Published", cell: ({ published_at }) => (published_at ? utc(published_at) : "–") },
        { name: "Collected", cell: ({ collected_at }) => utc(collected_at) },
        { name: "Adds", cell: ({ adds }) => addsList(adds).join(", ") || "nothing new", wide: true },
      ]}
    />
  );
}
