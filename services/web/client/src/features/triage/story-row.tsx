import { Pin } from "lucide-react";
import { Fragment, memo, type MouseEvent, type ReactElement, type ReactNode } from "react";

import { count, plural } from "../../kit/number.ts";
import { visible } from "../../kit/remote.tsx";
import { Score } from "../../kit/score.tsx";
import { Time } from "../../kit/time.tsx";
import { StarMark, StateMark } from "../articles/state-mark.tsx";
import type { StoryLine } from "../stories/queries.ts";
import { points } from "../stories/score-why.tsx";
import type { StoryTab } from "../stories/story-place.ts";

/** One story of the list. Each number leads to what it counts. */
export const StoryRow = memo(function StoryRow({
  line,
  onShow,
}: {
  line: StoryLine;
  onShow: (id: number, tab?: StoryTab) => void;
}): ReactElement {
  const seen = line.state !== "new";
  return (
    <>
      <div role="gridcell" className="flex shrink-0 items-center pl-3" title={whyWords(line)}>
        <Score value={line.score} />
      </div>
      <div role="gridcell" className="flex min-w-0 flex-1 flex-col justify-center gap-0.5 px-3 py-1.5">
        <div className="flex items-center gap-2">
          {line.pinned && (
            <span title="pinned" className="shrink-0 text-accent">
              <Pin size={13} aria-hidden />
              <span className="sr-only">pinned</span>
            </span>
          )}
          <Part
            id={line.id}
            onShow={onShow}
            className={`min-w-0 truncate leading-5 max-sm:line-clamp-2 max-sm:wrap-anywhere max-sm:whitespace-normal ${seen ? "text-muted" : "font-semibold text-text"} ${line.state === "dismissed" ? "line-through decoration-line-strong" : ""}`}
          >
            {visible(line.title) || "Without a title"}
          </Part>
          {line.starred && <StarMark />}
        </div>
        <div className="flex items-center gap-2 overflow-hidden text-small leading-5 text-muted">
          {seen && <StateMark state={line.state} />}
          {line.assignee !== null && <span className="shrink-0 text-text">@{visible(line.assignee)}</span>}
          {line.facts?.tags.slice(0, 2).map((tag) => (
            <span key={tag} className="max-w-28 min-w-16 truncate text-text">
              #{visible(tag)}
            </span>
          ))}
          <Numbers line={line} onShow={onShow} />
          <span className="ml-auto shrink-0">
            <Time at={line.last_at} />
          </span>
        </div>
      </div>
    </>
  );
});

function Numbers({
  line: { id, articles, owners, twins, facts },
  onShow,
}: {
  line: StoryLine;
  onShow: (id: number, tab?: StoryTab) => void;
}): ReactElement {
  const part = (tab: StoryTab, words: ReactNode): ReactElement => (
    <Part id={id} tab={tab} onShow={onShow}>
      {words}
    </Part>
  );
  const [source] = facts?.sources ?? [];
  const told =
    articles > 1
      ? part("why", articlesOf(articles, owners))
      : source && <span key="source">{visible(source.name)}</span>;
  const parts: [name: string, part: ReactNode][] = [
    ["indicators", facts && facts.indicators > 0 && part("indicators", <Indicators facts={facts} />)],
    [
      "techniques",
      facts && facts.techniques > 0 && part("techniques", plural(facts.techniques, "technique")),
    ],
    ["articles", told],
    ["twins", twins > 0 && part("why", plural(twins, "twin"))],
  ];
  return (
    <span className="min-w-0 shrink-[4] truncate">
      {parts
        .filter(([, part]) => Boolean(part))
        .map(([name, part], at) => (
          <Fragment key={name}>
            {at > 0 && <span className="mx-1.5 text-faint">·</span>}
            {part}
          </Fragment>
        ))}
    </span>
  );
}

function articlesOf(articles: number, owners: number): string {
  const all = plural(articles, "article");
  return owners === articles ? all : `${all} of ${plural(owners, "publisher")}`;
}

function Indicators({ facts }: { facts: NonNullable<StoryLine["facts"]> }): ReactElement {
  return (
    <>
      {plural(facts.indicators, "indicator")}
      {facts.new_indicators > 0 && (
        <span className="text-accent">
          , {facts.new_indicators === facts.indicators ? "all" : count(facts.new_indicators)} new
        </span>
      )}
    </>
  );
}

/** A link that costs nothing: hundreds of them stand in a list, and keys redraw it. */
function Part({
  id,
  tab,
  onShow,
  className = "",
  children,
}: {
  id: number;
  tab?: StoryTab;
  onShow: (id: number, tab?: StoryTab) => void;
  className?: string;
  children: ReactNode;
}): ReactElement {
  const show = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onShow(id, tab);
  };
  return (
    <a
      href={`/stories/${id}${tab ? `?tab=${tab}` : ""}`}
      tabIndex={-1}
      onClick={show}
      className={`hover:text-text hover:underline ${className}`}
    >
      {children}
    </a>
  );
}

function whyWords({ score, facts }: StoryLine): string | undefined {
  if (score === null || !facts || facts.why.length === 0) return undefined;
  const parts = facts.why.map(({ name, points: value, reason }) => `${name} ${points(value)}: ${reason}`);
  return visible(parts.join("\n"));
}
