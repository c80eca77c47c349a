import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Maximize2 } from "lucide-react";
import { memo, useState, type ReactElement } from "react";

import { ButtonLink } from "../../kit/button.tsx";
import { EntityChip } from "../../kit/chip.tsx";
import { LongHeading } from "../../kit/long-heading.tsx";
import { plural } from "../../kit/number.ts";
import { defanged, visible } from "../../kit/remote.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { ArticleMarks, ArticleMeta, ArticleNotices } from "./article-meta.tsx";
import { ArticleText, type Looked } from "./article-text.tsx";
import { shownLayers } from "./layers.ts";
import { articleQuery, type Article, type Mention } from "./queries.ts";
import { RestoreButton } from "./restore-button.tsx";
import { TriageButtons } from "./triage-buttons.tsx";
import { useMentions } from "./use-mentions.ts";

const everyLayer = shownLayers(undefined);
const mostChips = 12;

/** The article of the row that keys act on, beside the list. */
export const ArticlePreview = memo(function ArticlePreview({
  id,
  acting,
  onLabel,
}: {
  id: number | null;
  /** Whether keys and buttons act on it, not on a selection. */
  acting: boolean;
  onLabel: () => void;
}): ReactElement {
  const query = useQuery({ ...articleQuery(id ?? 0), enabled: id !== null });
  if (id === null)
    return (
      <Empty title="No article chosen">
        Choose one with <kbd className="font-mono">j</kbd> and <kbd className="font-mono">k</kbd>, or click a
        row.
      </Empty>
    );
  return (
    <div className="h-full overflow-y-auto" key={id}>
      <Loaded query={query} lines={10}>
        {(article) => <Preview article={article} acting={acting} onLabel={onLabel} />}
      </Loaded>
    </div>
  );
});

function Preview({
  article,
  acting,
  onLabel,
}: {
  article: Article;
  acting: boolean;
  onLabel: () => void;
}): ReactElement {
  const { id, starred, state } = article;
  const { mentions } = useMentions(id);
  const [looked, setLooked] = useState<Looked>(null);
  const params = { id: String(id) };
  return (
    <article className="flex flex-col gap-3 px-6 py-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        {acting ? (
          <TriageButtons
            size="small"
            target={{ subjects: { ids: [id] }, starred, state }}
            onLabel={onLabel}
          />
        ) : (
          <span className="text-small text-faint">Keys act on what is selected</span>
        )}
        <ButtonLink kind="quiet" size="small" to="/articles/$id" params={params}>
          <Maximize2 size={14} aria-hidden />
          Open
        </ButtonLink>
      </div>
      <LongHeading key={id} as="h2" className="text-lg font-semibold tracking-tight">
        <Link to="/articles/$id" params={params} className="hover:underline">
          {visible(article.title) || "Without a title"}
        </Link>
      </LongHeading>
      <ArticleMeta article={article} />
      <ArticleMarks article={article} />
      <ArticleNotices article={article} restore={<RestoreButton id={id} />} />
      <NameChips article={id} mentions={mentions} />
      <div className="border-t border-line pt-1">
        <ArticleText
          article={article}
          mentions={mentions}
          layers={everyLayer}
          looked={looked}
          onLook={setLooked}
          heading="h3"
        />
      </div>
    </article>
  );
}

/** What it is about, and how much of use is in it. */
function NameChips({ article, mentions }: { article: number; mentions: Mention[] }): ReactElement | null {
  const names = mentions.filter(({ type, status }) => status === "named" && kinds.has(type));
  const evidence = mentions.filter(({ status }) => status === "indicator").length;
  if (names.length === 0 && evidence === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {names.slice(0, mostChips).map(({ entity_id, type, value, label }) => (
        <EntityChip key={entity_id} type={type} to="/entities/$id" params={{ id: String(entity_id) }}>
          {visible(type === "technique" ? value : (label ?? defanged(type, value)))}
        </EntityChip>
      ))}
      <Link
        to="/articles/$id"
        params={{ id: String(article) }}
        search={{ show: "evidence" }}
        className="text-small text-accent hover:underline"
      >
        {names.length > mostChips && `${names.length - mostChips} more names, `}
        {plural(evidence, "indicator")}
      </Link>
    </div>
  );
}

const kinds = new Set(["actor", "malware", "ransomware", "tool", "technique", "cve"]);
