import { Split } from "lucide-react";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { plural } from "../../kit/number.ts";
import { visible } from "../../kit/remote.tsx";
import type { Story } from "./queries.ts";

/** What looks like two stories in one: the smaller part can leave. */
export function SplitProposal({
  story,
  proposal,
  onSplit,
}: {
  story: Story;
  proposal: NonNullable<Story["split_proposal"]>;
  onSplit: (articles: readonly number[]) => void;
}): ReactElement | null {
  const { reshapeStories } = useRights();
  const here = new Set(story.articles.map(({ article_id }) => article_id));
  const groups = proposal.groups.map((ids) => ids.filter((id) => here.has(id)));
  const part = groups.filter((ids) => ids.length > 0).toSorted((a, b) => a.length - b.length)[0];
  if (!part || part.length === here.size) return null;
  const about = proposal.by[groups.indexOf(part)]?.replace(/^[^:]*:/, "");
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-raised p-3">
      <Split size={18} aria-hidden className="shrink-0 text-warn" />
      <p className="min-w-0 flex-1 basis-64">{visible(proposal.sentence)}</p>
      {reshapeStories && (
        <Button onClick={() => onSplit(part)}>
          Split out {plural(part.length, "article")}
          {about && ` on ${visible(about)}`}
        </Button>
      )}
    </div>
  );
}
