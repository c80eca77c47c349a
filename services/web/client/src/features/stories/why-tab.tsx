import { useState, type ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { InBar } from "../../shell/bar.tsx";
import { Button } from "../../kit/button.tsx";
import { count, plural } from "../../kit/number.ts";
import { markedArticles, type Picked } from "./picked.ts";
import { splitStory } from "./mark-stories.ts";
import { NearMisses } from "./near-misses.tsx";
import type { Story } from "./queries.ts";
import { SplitProposal } from "./split-proposal.tsx";
import type { StoryPlace } from "./story-place.ts";
import { WhyRow } from "./why-row.tsx";

const page = 50;

/** Why each article belongs to the story, and how to take some out. */
export function WhyTab({ story, place }: { story: Story; place: StoryPlace }): ReactElement {
  const { reshapeStories } = useRights();
  const [shown, setShown] = useState(page);
  const [picked, setPicked] = useState<Picked>({ story: story.id, ids: [] });
  const ids = markedArticles(picked, story);
  const { articles } = story;
  const isSplittable = reshapeStories && articles.length > 1;
  const split = (which: readonly number[]): void => {
    setPicked({ story: story.id, ids: [] });
    void splitStory(story.id, which);
  };
  const toggle = (id: number): void =>
    setPicked({ story: story.id, ids: ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id] });
  return (
    <div className="flex flex-col gap-6">
      {story.split_proposal && (
        <SplitProposal story={story} proposal={story.split_proposal} onSplit={split} />
      )}
      <ol aria-label="Articles and why each belongs" className="-mt-3 divide-y divide-line">
        {articles.slice(0, shown).map((member) => (
          <WhyRow
            key={member.article_id}
            story={story}
            member={member}
            place={place}
            picked={ids.includes(member.article_id)}
            onPick={isSplittable ? () => toggle(member.article_id) : null}
            onSplit={isSplittable ? () => split([member.article_id]) : null}
          />
        ))}
      </ol>
      {articles.length > shown && (
        <div>
          <Button onClick={() => setShown(shown + page)}>
            Show {count(Math.min(page, articles.length - shown))} more of {count(articles.length)}
          </Button>
        </div>
      )}
      <NearMisses story={story} />
      {ids.length > 0 && (
        <InBar>
          <span>{plural(ids.length, "article")} picked</span>
          {ids.length < articles.length && (
            <Button size="small" onClick={() => split(ids)}>
              Split out into one story
            </Button>
          )}
          <Button size="small" kind="quiet" onClick={() => setPicked({ story: story.id, ids: [] })}>
            Clear
          </Button>
        </InBar>
      )}
    </div>
  );
}
