import { ApiProblem } from "@cti/contract/client";
import { useQuery } from "@tanstack/react-query";
import { lazy, memo, Suspense, useEffect, type ReactElement, type ReactNode } from "react";

import { ButtonLink } from "../../kit/button.tsx";
import { count } from "../../kit/number.ts";
import { Empty, ErrorPanel, Loading } from "../../kit/states.tsx";
import { TabLinks } from "../../kit/tabs.tsx";
import { useLive } from "../../live/live.ts";
import { queryClient } from "../../api/query-client.ts";
import { NotesTab } from "../articles/notes-tab.tsx";
import { ActivityTab } from "./activity-tab.tsx";
import { IndicatorsTab } from "./indicators-tab.tsx";
import {
  storyIndicatorsQuery,
  storyQuery,
  storyTechniquesQuery,
  type Story,
  type StoryLine,
} from "./queries.ts";
import { ReadTab } from "./read-tab.tsx";
import { StoryChips } from "./story-chips.tsx";
import { headOfLine, headOfStory, StoryHead } from "./story-head.tsx";
import type { StoryPlace, StoryTab } from "./story-place.ts";
import { TechniquesTab } from "./techniques-tab.tsx";
import { TimelineTab } from "./timeline-tab.tsx";
import type { StoryActions } from "./use-story-actions.tsx";
import { useStoryKeys } from "./use-story-keys.ts";
import { WhyTab } from "./why-tab.tsx";

const AnalysisTab = lazy(() => import("./analysis-tab.tsx").then((file) => ({ default: file.AnalysisTab })));

type Props = {
  id: number;
  /** What a list knows of it already: shown until the rest has come. */
  line?: StoryLine | undefined;
  place: StoryPlace;
  actions: StoryActions;
  /** Of its title: 1 on a page of its own, 2 beside a list. */
  level: 1 | 2;
};

/** One story: what it is, what was done with it, and its parts in tabs. */
export const StoryView = memo(function StoryView({ id, line, place, actions, level }: Props): ReactElement {
  const query = useQuery(storyQuery(id));
  // What the open tab needs beside the story is not asked only when that is there.
  useEffect(() => {
    if (place.tab === "indicators") void queryClient.prefetchInfiniteQuery(storyIndicatorsQuery(id));
    if (place.tab === "techniques") void queryClient.prefetchQuery(storyTechniquesQuery(id));
  }, [id, place.tab]);
  const story = query.data;
  const head = story ? headOfStory(story) : line && headOfLine(line);
  useStoryKeys(story, place);
  useChangesOf(id);
  return (
    <article
      id="story"
      aria-label="Story"
      className={`@container flex flex-col gap-3 px-4 max-sm:gap-2 pb-6 md:px-6 ${level === 1 ? "pt-2" : "pt-4"}`}
    >
      {!head && level === 1 && <h1 className="sr-only">Story</h1>}
      {head && <StoryHead head={head} actions={actions} place={place} level={level} />}
      {story ? (
        <>
          <StoryChips story={story} few={level === 1 ? 5 : 3} />
          <StoryTabs story={story} place={place} />
          <OpenTab story={story} place={place} level={level} />
        </>
      ) : query.error ? (
        <Failed id={id} error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Loading lines={10} label="Loading the story" />
      )}
    </article>
  );
});

function Failed({ id, error, retry }: { id: number; error: Error; retry: () => void }): ReactElement {
  if (error instanceof ApiProblem && error.status === 404)
    return (
      <Empty title={`There is no story ${id}`} actions={<ButtonLink to="/">Go to Triage</ButtonLink>}>
        Its articles may be gone with their source.
      </Empty>
    );
  return <ErrorPanel error={error} retry={retry} />;
}

const tabNames: Record<StoryTab, string> = {
  read: "Read",
  analysis: "Analysis",
  why: "Why grouped",
  timeline: "Timeline",
  indicators: "Indicators",
  techniques: "Techniques",
  notes: "Notes",
  activity: "Activity",
};

function StoryTabs({ story, place }: { story: Story; place: StoryPlace }): ReactElement {
  const counts: Partial<Record<StoryTab, ReactNode>> = {
    why: count(story.articles.length),
    indicators: count(sumOf(story, "indicators")),
    techniques: count(sumOf(story, "techniques")),
    notes: story.notes && story.notes.length > 0 ? count(story.notes.length) : undefined,
  };
  const tabs = Object.entries(tabNames).map(([tab, name]) => ({
    ...place.link({ tab: tab as StoryTab }),
    name,
    count: counts[tab as StoryTab],
    current: place.tab === tab,
  }));
  return (
    <div className="sticky top-0 z-10 -mx-4 bg-surface px-4 md:-mx-6 md:px-6">
      <TabLinks label="Parts of the story" tabs={tabs} />
    </div>
  );
}

/** Each is counted with the article that brought it first. */
function sumOf({ articles }: Story, what: "indicators" | "techniques"): number {
  return articles.reduce((sum, { adds }) => sum + adds[what], 0);
}

function OpenTab({ story, place, level }: { story: Story; place: StoryPlace; level: 1 | 2 }): ReactElement {
  switch (place.tab) {
    case "read":
      return <ReadTab story={story} place={place} level={level} />;
    case "analysis":
      return (
        <Suspense fallback={<Loading />}>
          <AnalysisTab story={story} place={place} />
        </Suspense>
      );
    case "why":
      return <WhyTab story={story} place={place} />;
    case "timeline":
      return <TimelineTab story={story} place={place} />;
    case "indicators":
      return <IndicatorsTab id={story.id} />;
    case "techniques":
      return <TechniquesTab id={story.id} />;
    case "notes":
      return <Notes story={story} />;
    case "activity":
      return <ActivityTab story={story} />;
  }
}

/** What others do with the story is shown as soon as the server tells of it. */
function useChangesOf(id: number): void {
  useLive(["triage.changed", "story.merged"], ({ event, data }) => {
    const merges = (data["merges"] ?? []) as { into: number; from: number }[];
    const ids =
      event === "story.merged"
        ? merges.flatMap(({ into, from }) => [into, from])
        : data["subject"] === "story"
          ? (data["ids"] as number[])
          : [];
    // What was merged names more.
    const exact = event !== "story.merged";
    if (ids.includes(id)) void queryClient.invalidateQueries({ queryKey: ["story", id], exact });
  });
}

/** Esc leaves what is being written, so that the keys of the page work again. */
function Notes({ story }: { story: Story }): ReactElement {
  return (
    <div
      role="presentation"
      onKeyDown={(event) => {
        if (event.key === "Escape" && event.target instanceof HTMLTextAreaElement) event.target.blur();
      }}
    >
      <NotesTab
        key={story.id}
        subject="story"
        id={story.id}
        notes={(story.notes ?? []).map((note) => ({ ...note, subject: "story", subject_id: story.id }))}
      />
    </div>
  );
}
