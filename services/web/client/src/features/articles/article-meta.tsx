import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";

import { Badge } from "../../kit/chip.tsx";
import { plural } from "../../kit/number.ts";
import { OutLink, visible } from "../../kit/remote.tsx";
import { Time } from "../../kit/time.tsx";
import { languageName } from "./article-filters.tsx";
import { sourceNamesQuery, type Article } from "./queries.ts";
import { StarMark, StateMark } from "./state-mark.tsx";

/** Where it comes from and since when it is there: one quiet line. */
export function ArticleMeta({ article }: { article: Article }): ReactElement {
  const { authors, published_at, published_flag, collected_at, language, word_count, story, url } = article;
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-small text-muted [&>*:not(:last-child)]:after:ml-2 [&>*:not(:last-child)]:after:inline-block [&>*:not(:last-child)]:after:text-faint [&>*:not(:last-child)]:after:content-['·']">
      <SourceLink slug={article.source} />
      {authors.length > 0 && <span className="max-w-64 truncate">{visible(authors.join(", "))}</span>}
      <span>
        published{" "}
        <Time
          at={published_at}
          none={published_flag === "unreadable" ? "at an unreadable date" : "without a date"}
        />
        {published_flag === "future" && <span className="text-warn"> (dated ahead of its time)</span>}
      </span>
      <span>
        collected <Time at={collected_at} />
      </span>
      {language && <span>{languageName(language)}</span>}
      <span>{plural(word_count, "word")}</span>
      {story !== null && (
        <Link
          to="/stories/$id"
          params={{ id: String(story) }}
          search={{ article: String(article.id) }}
          className="text-accent hover:underline"
        >
          Story {story}
        </Link>
      )}
      {url && (
        <span>
          <OutLink url={url} label="Original" />
        </span>
      )}
    </p>
  );
}

function SourceLink({ slug }: { slug: string }): ReactElement {
  const { data } = useQuery(sourceNamesQuery);
  const source = data?.get(slug);
  const className = "font-medium text-text hover:underline";
  if (!source)
    return (
      <Link to="/articles" search={{ source: slug }} className={className}>
        {visible(slug)}
      </Link>
    );
  return (
    <Link to="/ops/sources/$id" params={{ id: String(source.id) }} className={className}>
      {visible(source.name)}
    </Link>
  );
}

/** What one should know before reading: state, tags, scores, and what is not as usual. */
export function ArticleMarks({ article }: { article: Article }): ReactElement {
  const { id, state, starred, triage, score, hunt, quality, version } = article;
  const number = (value: number | null): string => (value === null ? "–" : String(Math.round(value)));
  const why = { to: "/articles/$id", params: { id: String(id) }, search: { tab: "score" } } as const;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-small">
      <StateMark state={state} />
      {starred && <StarMark />}
      {triage?.assignee && <span className="text-muted">for {visible(triage.assignee)}</span>}
      {triage?.snoozed_until && state === "snoozed" && (
        <span className="text-muted">
          back <Time planned at={triage.snoozed_until} />
        </span>
      )}
      <Link {...why} className="text-muted hover:text-text hover:underline">
        Score <b className="text-text">{number(score)}</b>
      </Link>
      <Link {...why} className="text-muted hover:text-text hover:underline">
        Hunt <b className="text-text">{number(hunt)}</b>
      </Link>
      <Link {...why} className="text-muted hover:text-text hover:underline">
        Quality <b className="text-text">{number(quality)}</b>
      </Link>
      {version > 1 && (
        <Link to="/articles/$id" params={{ id: String(id) }} search={{ tab: "versions" }}>
          <Badge tone="accent">changed: version {version}</Badge>
        </Link>
      )}
      {triage?.tags.map((tag) => (
        <Link
          key={tag}
          to="/articles"
          search={{ q: `tag:${/^[\w.-]+$/.test(tag) ? tag : `"${tag.replaceAll('"', "")}"`}` }}
        >
          <Badge>#{visible(tag)}</Badge>
        </Link>
      ))}
    </div>
  );
}

/** What stands in the way of taking the text for the whole: a twin, a page that could not be read, a refusal. */
export function ArticleNotices({
  article,
  restore,
}: {
  article: Article;
  restore?: ReactNode;
}): ReactElement {
  const { twin_of, first_because, scrape_error, scrape_message, text_note, rejected_reason } = article;
  return (
    <>
      {rejected_reason && (
        <Notice tone="warn" actions={restore}>
          Kept out of the lists: {visible(rejected_reason)}
        </Notice>
      )}
      {twin_of !== null && (
        <Notice tone="plain">
          This repeats{" "}
          <Link
            to="/articles/$id"
            params={{ id: String(twin_of) }}
            className="text-accent underline decoration-line-strong underline-offset-2"
          >
            article {twin_of}
          </Link>
          {first_because && `, which is held to be first: ${visible(first_because)}`}
        </Notice>
      )}
      {scrape_error && (
        <Notice tone="warn">
          Its page could not be read ({visible(scrape_message ?? scrape_error)}): what you see is what the
          feed gave.
        </Notice>
      )}
      {text_note && <Notice tone="plain">{visible(text_note)}</Notice>}
    </>
  );
}

function Notice({
  tone,
  actions,
  children,
}: {
  tone: "plain" | "warn";
  actions?: ReactNode;
  children: ReactNode;
}): ReactElement {
  return (
    <div
      className={`flex flex-wrap items-center gap-x-3 gap-y-1 border-l-2 py-0.5 pl-3 text-small ${
        tone === "warn" ? "border-warn" : "border-line-strong text-muted"
      }`}
    >
      <p>{children}</p>
      {actions}
    </div>
  );
}
