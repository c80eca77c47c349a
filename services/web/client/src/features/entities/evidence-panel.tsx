import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { refang } from "@cti/pipeline/indicators/refang";
import type { ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { Panel } from "../../kit/page.tsx";
import { defanged, Remote, visible } from "../../kit/remote.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { Time } from "../../kit/time.tsx";
import { typeName } from "../../kit/type-name.ts";
import { Confidence, Standing } from "./entity-columns.tsx";
import { markMatches } from "./mark-matches.ts";
import { evidenceQuery, type Entity, type Evidence } from "./queries.ts";
import { isIndicator } from "./search-for.ts";

/** The sentences that prove it, the newest first. */
export function EvidencePanel({ entity }: { entity: Entity }): ReactElement {
  const query = useInfiniteQuery(evidenceQuery(entity.id));
  const all = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Panel
      title="Evidence"
      flush
      aside={
        <span className="text-small text-muted">
          Confidence says how sure the reading is; it is not a verdict.
        </span>
      }
    >
      <Loaded query={query}>
        {() =>
          all.length === 0 ? (
            <Empty title="No article names it any more">
              The articles that did are gone, or were kept out of the collection.
            </Empty>
          ) : (
            <>
              <ol className="divide-y divide-line">
                {all.map((evidence) => (
                  <li key={evidence.article_id}>
                    <Sentence entity={entity} evidence={evidence} />
                  </li>
                ))}
              </ol>
              {query.hasNextPage && (
                <div className="border-t border-line p-3">
                  <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    Show more
                  </Button>
                </div>
              )}
            </>
          )
        }
      </Loaded>
    </Panel>
  );
}

function Sentence({ entity, evidence }: { entity: Entity; evidence: Evidence }): ReactElement {
  const { article_id, title, source, seen_at, role, confidence, reasons, count, sentence, matched } =
    evidence;
  return (
    <article className="flex flex-col gap-1.5 px-4 py-3">
      {sentence && (
        <blockquote className="border-l-2 border-line-strong pl-3">
          <MarkedSentence entity={entity} sentence={sentence} matched={matched} />
        </blockquote>
      )}
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 text-small text-muted">
        <Link
          to="/articles/$id"
          params={{ id: String(article_id) }}
          search={{ entity: String(entity.id) }}
          className="line-clamp-3 wrap-anywhere font-medium text-accent hover:underline"
        >
          <Remote text={title} />
        </Link>
        <span>
          <Remote text={source} />
        </span>
        <Time at={seen_at} />
        {count > 1 && <span>{count} times</span>}
      </p>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-small text-muted">
        <Confidence value={confidence} />
        {role && <span>{typeName(role)}</span>}
        <Reading evidence={evidence} />
        <span className="min-w-0 text-faint">
          <Remote text={reasons.join(" · ")} />
        </span>
      </p>
    </article>
  );
}

/** Nothing is said of what is as usual. */
function Reading({ evidence }: { evidence: Evidence }): ReactElement | null {
  const { status, benign, verdict } = evidence;
  if (!benign && !verdict && (status === "indicator" || status === "named")) return null;
  return <Standing row={evidence} verdict={verdict} long />;
}

/** The sentence with the words that were matched; indicators in it stand defanged. */
export function MarkedSentence({
  entity: { type, value },
  sentence,
  matched,
}: {
  entity: Pick<Entity, "type" | "value">;
  sentence: string;
  matched: string;
}): ReactElement {
  const parts = markMatches(visible(sentence).replace(/\s+/g, " "), [visible(matched), visible(value)]);
  return (
    <p className="break-words">
      <bdi>
        {parts.map(({ text, marked }, index) =>
          marked ? (
            <mark key={index} className="rounded-[3px] bg-accent-soft px-0.5 text-text">
              {isIndicator(type) ? defanged(type, refang(text)) : text}
            </mark>
          ) : (
            text
          ),
        )}
      </bdi>
    </p>
  );
}
