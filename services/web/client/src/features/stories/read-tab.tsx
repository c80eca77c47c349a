import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect, useRef, type ReactElement } from "react";

import { ButtonLink, IconButton } from "../../kit/button.tsx";
import { LongHeading } from "../../kit/long-heading.tsx";
import { count, plural } from "../../kit/number.ts";
import { OutLink, Remote } from "../../kit/remote.tsx";
import { Empty, ErrorPanel, Loading } from "../../kit/states.tsx";
import { Time } from "../../kit/time.tsx";
import { useSourceName } from "../articles/use-source-name.ts";
import { ArticleText } from "./article-text.tsx";
import { addsWords } from "./adds.ts";
import { articleTextQuery, openArticle, type Member, type Story } from "./queries.ts";
import type { StoryPlace } from "./story-place.ts";

/** The text of one article at a time, and the way to the others. */
export function ReadTab({
  story,
  place,
  level,
}: {
  story: Story;
  place: StoryPlace;
  level: 1 | 2;
}): ReactElement {
  const open = openArticle(story, place.article);
  if (!open) return <Empty title="The articles of this story are gone" />;
  const many = story.articles.length > 1;
  return (
    <div className={many ? "@4xl:grid @4xl:grid-cols-[15rem_minmax(0,1fr)] @4xl:gap-8" : ""}>
      {many && <Articles story={story} open={open} place={place} />}
      <ReadArticle story={story} member={open} level={level} />
    </div>
  );
}

const mostShown = 40;

/** The articles as tabs; on a wide page as a list at the side. Of very many only the neighbours are shown. */
function Articles({
  story: { articles },
  open,
  place,
}: {
  story: Story;
  open: Member;
  place: StoryPlace;
}): ReactElement {
  const at = articles.indexOf(open);
  const from = Math.max(0, Math.min(at - mostShown / 2, articles.length - mostShown));
  return (
    <nav
      aria-label="Articles of the story"
      className="mb-4 flex min-w-0 items-center gap-4 @4xl:flex-col @4xl:items-stretch @4xl:gap-2"
    >
      <ol className="flex min-w-0 flex-1 gap-1 overflow-x-auto @4xl:order-2 @4xl:flex-none @4xl:flex-col @4xl:overflow-visible">
        {articles.slice(from, from + mostShown).map((member) => (
          <ArticleTab key={member.article_id} member={member} isOpen={member === open} place={place} />
        ))}
      </ol>
      <div className="flex shrink-0 items-center gap-1 text-small text-muted @4xl:order-1">
        <span className="mr-auto whitespace-nowrap">
          {count(at + 1)} of {count(articles.length)}
        </span>
        <Step to={articles[at - 1]} label="Previous article" action="story.previousArticle" place={place} />
        <Step to={articles[at + 1]} label="Next article" action="story.nextArticle" place={place} />
      </div>
    </nav>
  );
}

function ArticleTab({
  member,
  isOpen,
  place,
}: {
  member: Member;
  isOpen: boolean;
  place: StoryPlace;
}): ReactElement {
  const nameOf = useSourceName();
  const tab = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isOpen) tab.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [isOpen]);
  return (
    <li className="shrink-0 @4xl:shrink">
      <Link
        {...place.link({ tab: "read", article: member.article_id })}
        ref={tab}
        aria-current={isOpen ? "true" : undefined}
        className={`block max-w-44 rounded-md px-2.5 py-1 @4xl:max-w-none @4xl:py-1.5 ${
          isOpen ? "bg-selected text-text" : "text-muted hover:bg-hover hover:text-text"
        }`}
      >
        <span className="block truncate text-small font-medium">{nameOf(member.source)}</span>
        <span className="hidden text-small @4xl:line-clamp-2">
          <Remote text={member.title} />
        </span>
        <span className="hidden truncate text-tiny text-faint @4xl:block">
          <Time at={member.published_at ?? member.collected_at} />
          {member.twin_of === null ? addsWords(member.adds) : " · twin"}
        </span>
      </Link>
    </li>
  );
}

function Step({
  to,
  label,
  action,
  place,
}: {
  to: Member | undefined;
  label: string;
  action: string;
  place: StoryPlace;
}): ReactElement {
  return (
    <IconButton
      label={label}
      action={action}
      disabled={!to}
      className="!size-7"
      icon={
        label.startsWith("Next") ? (
          <ChevronRight size={16} aria-hidden />
        ) : (
          <ChevronLeft size={16} aria-hidden />
        )
      }
      onClick={() => to && place.go({ tab: "read", article: to.article_id })}
    />
  );
}

function ReadArticle({ story, member, level }: { story: Story; member: Member; level: 1 | 2 }): ReactElement {
  const query = useQuery(articleTextQuery(member.article_id));
  const Title = level === 1 ? "h2" : "h3";
  const isSameTitle = member.title === story.title;
  return (
    <section aria-label="Article" className="min-w-0">
      {isSameTitle ? (
        <Title className="sr-only">
          <Remote text={member.title} />
        </Title>
      ) : (
        <LongHeading
          key={member.article_id}
          as={Title}
          className="mb-1 text-base leading-snug font-semibold text-balance"
        >
          <Remote text={member.title} />
        </LongHeading>
      )}
      <Byline member={member} words={query.data?.word_count ?? null} />
      {query.data ? (
        <ArticleText id={member.article_id} text={query.data.text} />
      ) : query.error ? (
        <ErrorPanel error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Loading lines={12} label="Loading the text" />
      )}
    </section>
  );
}

/** Two lines from the beginning: what comes later, such as the source's name, moves no text. */
function Byline({ member, words }: { member: Member; words: number | null }): ReactElement {
  const nameOf = useSourceName();
  return (
    <div className="mb-4 text-small text-muted">
      <p className="flex gap-3">
        <Link
          to="/articles"
          search={{ source: member.source }}
          className="truncate font-medium text-text hover:underline"
        >
          {nameOf(member.source)}
        </Link>
        <span className="max-w-[75%] shrink-0 truncate">
          {member.published_at ? "published " : "collected "}
          <Time at={member.published_at ?? member.collected_at} />
          {member.twin_of === null ? addsWords(member.adds) : " · repeats another article"}
        </span>
      </p>
      <div className="mt-1 -ml-2.5 flex items-center gap-3">
        <ButtonLink kind="quiet" size="small" to="/articles/$id" params={{ id: String(member.article_id) }}>
          Extractions
        </ButtonLink>
        {member.url !== null && <OutLink url={member.url} label="Original" />}
        {words !== null && <span>{plural(words, "word")}</span>}
      </div>
    </div>
  );
}
