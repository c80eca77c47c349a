import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Cpu, UserRound } from "lucide-react";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { Badge } from "../../kit/chip.tsx";
import { visible } from "../../kit/remote.tsx";
import { errorText } from "../../kit/states.tsx";
import { Time } from "../../kit/time.tsx";
import { say } from "../../shell/bar-store.ts";
import { analysesQuery } from "../analyses/queries.ts";
import { undoChanges } from "./mark-stories.ts";
import type { Story } from "./queries.ts";
import { storyEvents, type StoryEvent } from "./story-events.ts";

/** What rules and people did with the story; merges and splits can be taken back here at any time. */
export function ActivityTab({ story }: { story: Story }): ReactElement {
  const { data: analyses = [] } = useQuery(analysesQuery({ subject: "story", id: story.id }));
  return (
    <ol className="divide-y divide-line" aria-label="What happened to the story, the newest first">
      {storyEvents(story, analyses).map((event) => (
        <EventRow key={event.key} event={event} story={story} />
      ))}
    </ol>
  );
}

function EventRow({ event, story }: { event: StoryEvent; story: Story }): ReactElement {
  const { reshapeStories } = useRights();
  const { change, other } = event;
  const Icon = event.isHand ? UserRound : Cpu;
  return (
    <li className="flex items-start gap-3 py-2.5">
      <Icon size={15} aria-hidden className="mt-1 shrink-0 text-faint" />
      <div className="min-w-0 flex-1">
        <p className={event.undone ? "text-muted line-through" : ""}>
          {event.who !== null && <span className="font-medium">{visible(event.who)} </span>}
          {visible(event.text)}
        </p>
        {event.detail !== null && <p className="text-small text-muted">{visible(event.detail)}</p>}
      </div>
      <div className="flex shrink-0 flex-wrap items-center justify-end gap-2 text-small text-muted">
        {event.undone && <Badge>undone</Badge>}
        {other !== null && (
          <Link to="/stories/$id" params={{ id: String(other) }} className="text-accent hover:underline">
            story {other}
          </Link>
        )}
        {change !== null && reshapeStories && (
          <Button
            size="small"
            onClick={() => void takeBack(change, [story.id, ...(other === null ? [] : [other])])}
          >
            Undo
          </Button>
        )}
        <Time at={event.at} />
      </div>
    </li>
  );
}

async function takeBack(change: number, touched: number[]): Promise<void> {
  try {
    await undoChanges([change], touched);
    say("Took the change back");
  } catch (error) {
    say(`Nothing was taken back: ${errorText(error).title}`, "bad");
  }
}
