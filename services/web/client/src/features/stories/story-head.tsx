import { Link } from "@tanstack/react-router";
import { Pin } from "lucide-react";
import type { ReactElement } from "react";

import { Badge } from "../../kit/chip.tsx";
import { LongHeading } from "../../kit/long-heading.tsx";
import { plural } from "../../kit/number.ts";
import { Remote, visible } from "../../kit/remote.tsx";
import { Score } from "../../kit/score.tsx";
import { Time } from "../../kit/time.tsx";
import { StarMark, StateMark } from "../articles/state-mark.tsx";
import { marksOfLine, marksOfStory, type Marks } from "./marks.ts";
import type { Story, StoryLine } from "./queries.ts";
import { ScoreWhy, type ScorePart } from "./score-why.tsx";
import { StoryButtons } from "./story-buttons.tsx";
import type { StoryPlace } from "./story-place.ts";
import { useNarrow } from "./use-narrow.ts";
import type { StoryActions } from "./use-story-actions.tsx";

export type Head = {
  id: number;
  title: string;
  score: number | null;
  why: readonly ScorePart[];
  articles: number;
  twins: number;
  owners: number;
  pinned: boolean;
  first_at: string;
  last_at: string;
  marks: Marks;
};

export function headOfLine(line: StoryLine): Head {
  return { ...line, why: line.facts?.why ?? [], marks: marksOfLine(line) };
}

export function headOfStory(story: Story): Head {
  return {
    ...story,
    why: story.score_parts,
    articles: story.article_count,
    twins: story.twin_count,
    owners: story.owner_count,
    marks: marksOfStory(story),
  };
}

/** Title, rank, what was done with it, and what can be done. */
export function StoryHead({
  head,
  actions,
  place,
  level,
}: {
  head: Head;
  actions: StoryActions;
  place: StoryPlace;
  level: 1 | 2;
}): ReactElement {
  const isNarrow = useNarrow();
  return (
    <header className="flex flex-col gap-3 max-sm:gap-2">
      <div className="flex items-start gap-3">
        <div className="pt-1">
          <Score value={head.score} />
        </div>
        <div className="min-w-0 flex-1">
          <LongHeading
            key={head.id}
            as={level === 1 ? "h1" : "h2"}
            className={`leading-snug font-semibold tracking-tight ${level === 1 && !isNarrow ? "text-xl" : "text-lg"}`}
          >
            <Remote text={head.title} />
          </LongHeading>
          <Meta head={head} place={place} />
        </div>
      </div>
      <StoryButtons head={head} actions={actions} level={level} isNarrow={isNarrow} />
      <ScoreWhy score={head.score} parts={head.why} />
    </header>
  );
}

function Meta({ head, place }: { head: Head; place: StoryPlace }): ReactElement {
  const { marks } = head;
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-small text-muted max-sm:gap-y-0.5">
      <StateMark state={marks.state} />
      {marks.state === "snoozed" && marks.snoozed_until && (
        <span>
          back <Time planned at={marks.snoozed_until} />
        </span>
      )}
      {head.pinned && (
        <span className="inline-flex items-center gap-1">
          <Pin size={13} aria-hidden />
          pinned
        </span>
      )}
      {marks.starred && <StarMark />}
      {marks.assignee !== null && (
        <Link
          to="/"
          search={{ state: "all", assignee: marks.assignee }}
          className="underline decoration-line-strong underline-offset-2 hover:text-text"
        >
          @{visible(marks.assignee)}
        </Link>
      )}
      <Link {...place.link({ tab: "why" })} className="hover:text-text hover:underline">
        {plural(head.articles, "article")} of {plural(head.owners, "publisher")}
        {head.twins > 0 && `, ${plural(head.twins, "twin")}`}
      </Link>
      <span>
        <span className="max-sm:sr-only">last seen </span>
        <Time at={head.last_at} />
      </span>
      {head.first_at !== head.last_at && (
        <span>
          first <span className="max-sm:sr-only">seen </span>
          <Time at={head.first_at} />
        </span>
      )}
      {marks.tags.map((tag) => (
        <Link key={tag} to="/" search={{ state: "all", tag }} className="rounded hover:underline">
          <Badge>#{visible(tag)}</Badge>
        </Link>
      ))}
    </p>
  );
}
