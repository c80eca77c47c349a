import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { Button } from "../../kit/button.tsx";
import { plural } from "../../kit/number.ts";
import { Remote, visible } from "../../kit/remote.tsx";
import { errorText } from "../../kit/states.tsx";
import { Time } from "../../kit/time.tsx";
import { offerUndo, say } from "../../shell/bar-store.ts";
import { proposalsQuery, type MergeProposal } from "../meaning/queries.ts";
import { mergeStories } from "./mark-stories.ts";

/** Stories that may be the same event, by what their articles mean. Nothing is merged by itself. */
export function MergeProposals({
  story,
  canMerge,
}: {
  story: number;
  canMerge: boolean;
}): ReactElement | null {
  const { data = [] } = useQuery(proposalsQuery(story));
  if (data.length === 0) return null;
  return (
    <section>
      <p className="overline-label mb-1">Perhaps the same event</p>
      <ul className="divide-y divide-line" aria-label="Stories that may be the same event">
        {data.map((proposal) => (
          <Row key={proposal.story.id} proposal={proposal} into={story} canMerge={canMerge} />
        ))}
      </ul>
    </section>
  );
}

function Row({
  proposal,
  into,
  canMerge,
}: {
  proposal: MergeProposal;
  into: number;
  canMerge: boolean;
}): ReactElement {
  const { story, similarity, sentence } = proposal;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 py-1.5">
      <div className="min-w-0 flex-1 basis-64">
        <Link
          to="/stories/$id"
          params={{ id: String(story.id) }}
          className="line-clamp-3 wrap-anywhere hover:underline"
        >
          <Remote text={story.title} />
        </Link>
        <p className="text-small text-muted">
          {plural(story.articles, "article")}, last seen <Time at={story.last_at} /> · {visible(sentence)}
        </p>
      </div>
      <span className="flex shrink-0 items-center gap-3 text-small text-muted">
        {similarity.toFixed(2)}
        {canMerge && (
          <span className="flex gap-1.5">
            <Button size="small" onClick={() => void mergeStories(into, [story.id])}>
              Merge
            </Button>
            <Button
              size="small"
              kind="quiet"
              title="They are not the same: it is not proposed again"
              onClick={() => void dismiss(into, story.id)}
            >
              Dismiss
            </Button>
          </span>
        )}
      </span>
    </li>
  );
}

async function dismiss(id: number, other: number): Promise<void> {
  const { queryKey } = proposalsQuery(id);
  const before = queryClient.getQueryData(queryKey);
  queryClient.setQueryData(queryKey, (items) => items?.filter(({ story }) => story.id !== other));
  try {
    await api.dismissMergeProposal({ params: { id, other_id: other } });
    void queryClient.invalidateQueries({ queryKey: proposalsQuery(other).queryKey });
    offerUndo("It is not proposed again", async () => {
      await api.restoreMergeProposal({ params: { id, other_id: other } });
      for (const story of [id, other])
        void queryClient.invalidateQueries({ queryKey: proposalsQuery(story).queryKey });
    });
  } catch (error) {
    queryClient.setQueryData(queryKey, before);
    say(`It stays proposed: ${errorText(error).title}`, "bad");
  }
}
