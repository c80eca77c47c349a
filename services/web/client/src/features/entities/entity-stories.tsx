import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { plural } from "../../kit/number.ts";
import { Panel } from "../../kit/page.tsx";
import { Remote } from "../../kit/remote.tsx";
import { Score } from "../../kit/score.tsx";
import { Loaded } from "../../kit/states.tsx";
import { Time } from "../../kit/time.tsx";
import { entityStoriesQuery } from "./queries.ts";

/** The newest stories that name it. */
export function EntityStories({ id }: { id: number }): ReactElement {
  const query = useQuery(entityStoriesQuery(id));
  return (
    <Panel
      title="Stories"
      flush
      aside={
        (query.data?.items.length ?? 0) > 0 && (
          <Link
            to="/"
            search={{ entity: String(id), state: "all", since: "all" }}
            className="text-small text-accent hover:underline"
          >
            All stories of it
          </Link>
        )
      }
    >
      <Loaded query={query} lines={4}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="px-4 py-6 text-center text-muted">No story names it.</p>
          ) : (
            <ol className="divide-y divide-line">
              {items.map(({ id, title, score, articles, last_at }) => (
                <li key={id} className="flex items-center gap-3 px-4 py-2">
                  <Score value={score} />
                  <div className="min-w-0">
                    <Link
                      to="/stories/$id"
                      params={{ id: String(id) }}
                      className="line-clamp-2 wrap-anywhere text-[0.875rem] font-medium hover:text-accent hover:underline"
                    >
                      <Remote text={title} />
                    </Link>
                    <p className="text-small text-muted">
                      {plural(articles, "article")} · <Time at={last_at} />
                    </p>
                  </div>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </Panel>
  );
}
