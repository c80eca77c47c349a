import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useEffect, useMemo, type ReactElement } from "react";

import { visible } from "../../kit/remote.tsx";
import { useTitle } from "../../kit/page.tsx";
import { ErrorPanel } from "../../kit/states.tsx";
import { lastTriage } from "./last-triage.ts";
import { marksOfStory } from "./marks.ts";
import { storyQuery } from "./queries.ts";
import { toTab, type StoryPlace } from "./story-place.ts";
import { StoryView } from "./story-view.tsx";
import { useStoryActionKeys, useStoryActions, type Target } from "./use-story-actions.tsx";

/** A story on a page of its own. */
export function StoryPage(): ReactElement {
  const { id: text } = useParams({ from: "/inside/stories/$id" });
  const navigate = useNavigate();
  const id = Number(text);
  const { data: story } = useQuery({ ...storyQuery(id), enabled: Number.isSafeInteger(id) && id > 0 });
  useTitle(story ? visible(story.title) : "Story");
  const targets = useMemo(
    (): Target[] => [
      story
        ? {
            id: story.id,
            title: story.title,
            articles: story.article_count,
            pinned: story.pinned,
            marks: marksOfStory(story),
          }
        : { id },
    ],
    [story, id],
  );
  const open = (to: number): void => void navigate({ to: "/stories/$id", params: { id: String(to) } });
  const { actions, dialog } = useStoryActions({ targets, onMerged: open });
  useStoryActionKeys(actions);
  useMoved(id, story?.id);
  const place = useStoryPlace(id);
  if (!Number.isSafeInteger(id) || id <= 0)
    return <ErrorPanel error={new Error(`"${text}" is no number of a story`)} />;
  return (
    <div className="h-full overflow-y-auto bg-surface">
      <div className="mx-auto max-w-[88rem]">
        <p className="px-4 pt-3 md:px-6">
          <Link
            to="/"
            search={lastTriage()}
            className="inline-flex min-h-6 items-center gap-1 text-small text-muted hover:text-text"
          >
            <ArrowLeft size={14} aria-hidden />
            Triage
          </Link>
        </p>
        <StoryView id={id} place={place} actions={actions} level={1} />
      </div>
      {dialog}
    </div>
  );
}

/** A story that was merged answers as the one that has its articles now: the address follows. */
function useMoved(id: number, now: number | undefined): void {
  const navigate = useNavigate();
  useEffect(() => {
    if (now !== undefined && now !== id)
      void navigate({ to: "/stories/$id", params: { id: String(now) }, replace: true });
  }, [id, now, navigate]);
}

function useStoryPlace(id: number): StoryPlace {
  const { tab, article, kind } = useSearch({ from: "/inside/stories/$id" });
  const navigate = useNavigate();
  return useMemo((): StoryPlace => {
    const search = (to: Parameters<StoryPlace["go"]>[0]): Record<string, string> => {
      const next = {
        tab: to.tab ?? tab,
        article: to.article === undefined ? article : String(to.article),
        kind: to.kind ?? kind,
      };
      return Object.fromEntries(
        Object.entries(next).flatMap(([name, value]) => (value && value !== "read" ? [[name, value]] : [])),
      );
    };
    const params = { id: String(id) };
    return {
      tab: toTab(tab),
      article,
      kind,
      link: (to) => ({ to: "/stories/$id", params, search: search(to) }),
      go: (to) => void navigate({ to: "/stories/$id", params, search: search(to), replace: true }),
    };
  }, [id, tab, article, kind, navigate]);
}
