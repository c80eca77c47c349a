import { Link } from "@tanstack/react-router";
import { Cpu, UserRound } from "lucide-react";
import { useState, type ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { Remote, visible } from "../../kit/remote.tsx";
import { Time } from "../../kit/time.tsx";
import { useSourceName } from "../articles/use-source-name.ts";
import { addsList } from "./adds.ts";
import { MembershipNumbers } from "./membership-numbers.tsx";
import type { Member, Story } from "./queries.ts";
import type { StoryPlace } from "./story-place.ts";

/** One article: who put it here, how near it is, and the sentence that says why. */
export function WhyRow({
  story,
  member,
  place,
  picked,
  onPick,
  onSplit,
}: {
  story: Story;
  member: Member;
  place: StoryPlace;
  picked: boolean;
  onPick: (() => void) | null;
  onSplit: (() => void) | null;
}): ReactElement {
  const nameOf = useSourceName();
  const [numbers, setNumbers] = useState(false);
  const adds = addsList(member.adds);
  return (
    <li className="flex gap-3 py-3">
      {onPick && (
        <input
          type="checkbox"
          aria-label={`Pick ${visible(member.title)}`}
          checked={picked}
          onChange={onPick}
          className="mt-0.5 size-5 shrink-0 accent-accent-strong"
        />
      )}
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <Link
          {...place.link({ tab: "read", article: member.article_id })}
          className="line-clamp-3 wrap-anywhere font-medium hover:underline"
        >
          <Remote text={member.title} />
        </Link>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-small text-muted">
          <span>{nameOf(member.source)}</span>
          <Time at={member.published_at ?? member.collected_at} />
          <Hand by={member.by} />
          <Nearness member={member} />
          {member.twin_of !== null && <TwinOf story={story} id={member.twin_of} place={place} />}
          {adds.length > 0 && <span>adds {adds.join(", ")}</span>}
        </p>
        <p className="max-w-[80ch] text-[0.875rem]">{visible(member.why)}</p>
        <div className="-ml-2 flex flex-wrap gap-1">
          <Button kind="quiet" size="small" aria-expanded={numbers} onClick={() => setNumbers(!numbers)}>
            Numbers
          </Button>
          {onSplit && (
            <Button kind="quiet" size="small" onClick={onSplit}>
              Split out
            </Button>
          )}
        </div>
        {numbers && <MembershipNumbers story={story.id} article={member.article_id} />}
      </div>
    </li>
  );
}

/** Who put it here: a rule, or a person. */
function Hand({ by }: { by: string }): ReactElement {
  const Icon = by === "rule" ? Cpu : UserRound;
  return (
    <span className="inline-flex items-center gap-1">
      <Icon size={13} aria-hidden />
      {by === "rule" ? "by rule" : "by hand"}
    </span>
  );
}

function Nearness({ member: { kind, similarity } }: { member: Member }): ReactElement {
  if (kind === "created") return <span>the first</span>;
  return (
    <span className="inline-flex items-center gap-1.5">
      similarity {similarity.toFixed(2)}
      <span className="h-1 w-12 rounded-full bg-raised" aria-hidden="true">
        <span
          className="block h-full rounded-full bg-accent"
          style={{ width: `${Math.max(0, Math.min(1, similarity)) * 100}%` }}
        />
      </span>
    </span>
  );
}

function TwinOf({ story, id, place }: { story: Story; id: number; place: StoryPlace }): ReactElement {
  const nameOf = useSourceName();
  const primary = story.articles.find(({ article_id }) => article_id === id);
  return (
    <span>
      repeats the text of{" "}
      {primary ? (
        <Link {...place.link({ tab: "read", article: id })} className="text-accent hover:underline">
          {nameOf(primary.source)}
        </Link>
      ) : (
        <Link to="/articles/$id" params={{ id: String(id) }} className="text-accent hover:underline">
          article {id}
        </Link>
      )}
    </span>
  );
}
