import { Link } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";

import { queryClient } from "../../api/query-client.ts";
import { useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { Remote } from "../../kit/remote.tsx";
import { errorText } from "../../kit/states.tsx";
import { say } from "../../shell/bar-store.ts";
import { mergeStories } from "./mark-stories.ts";
import { MergeForm } from "./merge-form.tsx";
import { MergeProposals } from "./merge-proposals.tsx";
import { articleTextQuery, type Story } from "./queries.ts";

type Related = Story["roundups"][number];

/** Articles that are near without belonging: round-ups that mention it, and neighbours that a person may add. */
export function NearMisses({ story }: { story: Story }): ReactElement {
  const { reshapeStories } = useRights();
  const [open, setOpen] = useState(false);
  const roundups = story.roundups.filter(({ kind }) => kind === "roundup");
  const near = story.roundups.filter(({ kind }) => kind !== "roundup");
  return (
    <>
      <MergeProposals story={story.id} canMerge={reshapeStories} />
      <RelatedList title="Near, but not part of it" articles={near} into={reshapeStories ? story.id : null} />
      <RelatedList title="Round-ups that mention it" articles={roundups} into={null} />
      {reshapeStories && (
        <section>
          <Button kind="quiet" className="-ml-3" aria-expanded={open} onClick={() => setOpen(!open)}>
            Merge by link or number …
          </Button>
          {open && (
            <div className="mt-2 max-w-lg">
              <MergeForm
                target={{ id: story.id }}
                onMerge={(into, from) => void mergeStories(into, [from])}
              />
            </div>
          )}
        </section>
      )}
    </>
  );
}

function RelatedList({
  title,
  articles,
  into,
}: {
  title: string;
  articles: Related[];
  /** The story that they can be merged into, where somebody may do that. */
  into: number | null;
}): ReactElement | null {
  if (articles.length === 0) return null;
  return (
    <section>
      <p className="overline-label mb-1">{title}</p>
      <ul className="divide-y divide-line">
        {articles.map(({ article_id, title, similarity }) => (
          <li key={article_id} className="flex min-h-10 items-center justify-between gap-3 py-1.5">
            <Link
              to="/articles/$id"
              params={{ id: String(article_id) }}
              className="line-clamp-3 wrap-anywhere hover:underline"
            >
              <Remote text={title} />
            </Link>
            <span className="flex shrink-0 items-center gap-3 text-small text-muted">
              {similarity.toFixed(2)}
              {into !== null && (
                <Button size="small" onClick={() => void mergeArticle(article_id, into)}>
                  Merge
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

async function mergeArticle(id: number, into: number): Promise<void> {
  try {
    const { story } = await queryClient.ensureQueryData(articleTextQuery(id));
    if (story === null) return say("That article is in no story");
    await mergeStories(into, [story]);
  } catch (error) {
    say(`Nothing was merged: ${errorText(error).title}`, "bad");
  }
}
