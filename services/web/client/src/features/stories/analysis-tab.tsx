import { useQuery } from "@tanstack/react-query";
import { useMemo, type ReactElement } from "react";

import { AnalysisPanel, kindOf } from "../analyses/analysis-panel.tsx";
import { passageText } from "../articles/passage.ts";
import { useSourceName } from "../articles/use-source-name.ts";
import { articleTextQuery, openArticle, type Story } from "./queries.ts";
import type { StoryPlace } from "./story-place.ts";

/** What the local model says of all articles of the story together; its quotes lead to the articles. */
export function AnalysisTab({ story, place }: { story: Story; place: StoryPlace }): ReactElement {
  const first = openArticle(story, undefined);
  const { data } = useQuery({ ...articleTextQuery(first?.article_id ?? 0), enabled: first !== undefined });
  const nameOf = useSourceName();
  const known = useMemo(
    () => story.entities.map(({ id, type, value }) => ({ id, type, value })),
    [story.entities],
  );
  const language = data?.language ?? "en";
  return (
    <div className="max-w-[80ch]">
      <AnalysisPanel
        about={{ subject: "story", id: story.id }}
        kind={kindOf(place.kind)}
        linkOf={(kind) => place.link({ tab: "analysis", kind })}
        isForeign={language !== "en"}
        title={story.title}
        placeLink={(evidence) => ({
          to: "/articles/$id",
          params: { id: String(evidence.article) },
          search: { at: passageText(evidence) },
        })}
        articleName={(id) => {
          const member = story.articles.find(({ article_id }) => article_id === id);
          return member && `${nameOf(member.source)}: ${member.title}`;
        }}
        known={known}
      />
    </div>
  );
}
