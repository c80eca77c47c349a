import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { plural } from "../../kit/number.ts";
import { visible } from "../../kit/remote.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { Time } from "../../kit/time.tsx";
import { BasisLine } from "../meaning/basis-line.tsx";
import { similarQuery } from "../meaning/queries.ts";
import { Similarity } from "../meaning/similarity.tsx";
import type { Article } from "./queries.ts";
import { StateMark } from "./state-mark.tsx";
import { useSourceName } from "./use-source-name.ts";

/** Articles about much the same, the nearest first. */
export function SimilarTab({ article: { id } }: { article: Article }): ReactElement {
  const query = useQuery(similarQuery(id));
  const sourceName = useSourceName();
  return (
    <Loaded query={query} lines={8}>
      {(near) => (
        <div className="flex max-w-[88ch] flex-col gap-2">
          <h2 className="sr-only">Similar articles</h2>
          <BasisLine near={near} />
          {near.items.length === 0 ? (
            <Empty title="Nothing similar">No other article is about the same.</Empty>
          ) : (
            <ol aria-label="Similar articles, the nearest first" className="divide-y divide-line">
              {near.items.map(({ article, similarity }) => (
                <li key={article.id} className="flex min-h-14 items-center gap-3 py-1.5">
                  <Similarity value={similarity} />
                  <div className="min-w-0 flex-1">
                    <Link
                      to="/articles/$id"
                      params={{ id: String(article.id) }}
                      className="line-clamp-3 wrap-anywhere font-medium hover:underline"
                    >
                      {visible(article.title) || "Without a title"}
                    </Link>
                    <p className="flex flex-wrap items-center gap-x-2 text-small text-muted">
                      <span>{sourceName(article.source)}</span>
                      <span aria-hidden="true" className="text-faint">
                        ·
                      </span>
                      <Time at={article.published_at ?? article.collected_at} />
                      <span className="text-faint">{plural(article.word_count, "word")}</span>
                      <StateMark state={article.state} />
                    </p>
                  </div>
                </li>
              ))}
            </ol>
          )}
        </div>
      )}
    </Loaded>
  );
}
