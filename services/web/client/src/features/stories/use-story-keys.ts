import { defanged, copy } from "../../kit/remote.tsx";
import { plural } from "../../kit/number.ts";
import { errorText } from "../../kit/states.tsx";
import { useRights } from "../../api/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { say } from "../../shell/bar-store.ts";
import { openArticle, readAllIndicators, type Member, type Story } from "./queries.ts";
import type { StoryPlace } from "./story-place.ts";

/** Keys of the open story: its articles, its notes, what is copied of it. */
export function useStoryKeys(story: Story | undefined, place: StoryPlace): void {
  const { write } = useRights();
  const step = (by: number): void => {
    const next = story && neighbour(story, place.article, by);
    if (next) place.go({ tab: "read", article: next.article_id });
  };
  useKeys(
    "Story",
    {
      previousArticle: { key: "[", label: "Previous article", run: () => step(-1) },
      nextArticle: { key: "]", label: "Next article", run: () => step(1) },
      original: { key: "v", label: "Original page", run: () => story && openOriginal(story, place.article) },
      copy: {
        key: "c",
        label: "Copy indicators, defanged",
        run: () => story && void copyIndicators(story.id, true),
      },
      copyRaw: {
        key: "Shift+c",
        label: "Copy indicators, raw",
        run: () => story && void copyIndicators(story.id, false),
      },
      analysis: {
        key: "i",
        label: "Analysis by the local model",
        run: () => place.go({ tab: "analysis" }),
      },
      ...(write && { note: { key: "n", label: "Write a note", run: () => writeNote(place) } }),
    },
    story !== undefined,
  );
}

/** The article before or after the open one. */
function neighbour(story: Story, article: string | undefined, by: number): Member | undefined {
  const open = openArticle(story, article);
  return open && story.articles[story.articles.indexOf(open) + by];
}

function openOriginal(story: Story, article: string | undefined): void {
  const url = openArticle(story, article)?.url;
  if (url) window.open(`/out?url=${encodeURIComponent(url)}`, "_blank", "noreferrer");
  else say("This article has no address");
}

function writeNote(place: StoryPlace): void {
  place.go({ tab: "notes" });
  // The tab is drawn after the address has changed.
  setTimeout(() => document.querySelector<HTMLElement>("#story textarea")?.focus(), 150);
}

/** Copies every indicator of a story, one a line. */
export async function copyIndicators(id: number, isDefanged: boolean): Promise<void> {
  try {
    const found = await readAllIndicators(id);
    if (found.length === 0) return say("This story has no indicators");
    const lines = found.map(({ type, value }) => (isDefanged ? defanged(type, value) : value));
    await copy(lines.join("\n"), `${plural(found.length, "indicator")}, ${isDefanged ? "defanged" : "raw"}`);
  } catch (error) {
    say(`Nothing was copied: ${errorText(error).title}`, "bad");
  }
}
