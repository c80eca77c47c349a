import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { lazy, Suspense, useState, type ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { buttonClass } from "../../kit/button.tsx";
import { LongHeading } from "../../kit/long-heading.tsx";
import { useTitle } from "../../kit/page.tsx";
import { visible } from "../../kit/remote.tsx";
import { Empty, Loaded, Loading } from "../../kit/states.tsx";
import { TabLinks } from "../../kit/tabs.tsx";
import { ArticleTitle } from "./article-title.tsx";
import { ArticleMarks, ArticleMeta, ArticleNotices } from "./article-meta.tsx";
import { articleQuery, type Article } from "./queries.ts";
import { ReadingTab } from "./reading-tab.tsx";
import { RestoreButton } from "./restore-button.tsx";
import { TriageButtons } from "./triage-buttons.tsx";
import { useTriageKeys } from "./triage-keys.ts";

const VersionsTab = lazy(() => import("./versions-tab.tsx").then((file) => ({ default: file.VersionsTab })));
const ScoreTab = lazy(() => import("./score-tab.tsx").then((file) => ({ default: file.ScoreTab })));
const SimilarTab = lazy(() => import("./similar-tab.tsx").then((file) => ({ default: file.SimilarTab })));
const TwinsTab = lazy(() => import("./twins-tab.tsx").then((file) => ({ default: file.TwinsTab })));
const NotesTab = lazy(() => import("./notes-tab.tsx").then((file) => ({ default: file.NotesTab })));
const NoteDialog = lazy(() => import("./note-dialog.tsx").then((file) => ({ default: file.NoteDialog })));
const LabelDialog = lazy(() => import("./label-dialog.tsx").then((file) => ({ default: file.LabelDialog })));

const route = getRouteApi("/inside/articles/$id");

/** One article: its text beside what it names, and everything known about both. */
export function ArticlePage(): ReactElement {
  const id = Number(route.useParams().id);
  const query = useQuery({ ...articleQuery(id), enabled: Number.isSafeInteger(id) && id > 0 });
  useTitle(query.data ? visible(query.data.title) : "Article");
  if (!Number.isSafeInteger(id) || id <= 0)
    return (
      <>
        <h1 className="sr-only">Article</h1>
        <Empty title="There is no such article">Articles have whole numbers.</Empty>
      </>
    );
  return (
    <>
      {!query.data && <h1 className="sr-only">Article</h1>}
      <Loaded query={query} lines={12}>
        {(article) => <Whole key={article.id} article={article} />}
      </Loaded>
    </>
  );
}

type Tab = "text" | "extracted" | "analysis" | "similar" | "versions" | "score" | "twins" | "notes";

function Whole({ article }: { article: Article }): ReactElement {
  const { id, starred, state } = article;
  const { tab: asked, entity, at } = route.useSearch();
  const { write } = useRights();
  const navigate = route.useNavigate();
  const [over, setOver] = useState<"label" | "note" | null>(null);
  const target = { subjects: { ids: [id] }, starred, state };
  useTriageKeys(target, { onLabel: () => setOver("label") });
  useKeys("Article", {
    ...(article.url && {
      original: { key: "v", label: "Original", run: () => leadOut(article.url ?? "") },
    }),
    analysis: {
      key: "i",
      label: "Analysis by the local model",
      run: () => void navigate({ search: (now) => ({ ...now, tab: "analysis" }), replace: true }),
    },
    ...(write && { note: { key: "n", label: "Write a note", run: () => setOver("note") } }),
  });
  const tabs = tabsOf(article);
  const tab = tabs.find(({ tab }) => tab === asked)?.tab ?? "text";
  const reading = tab === "text" || tab === "extracted" || tab === "analysis";
  return (
    <div className={`h-full overflow-y-auto ${reading ? "lg:flex lg:flex-col lg:overflow-hidden" : ""}`}>
      <header className="flex flex-col gap-2 px-4 pt-4 md:px-6">
        <LongHeading
          as="h1"
          className="max-w-[80ch] text-xl font-semibold tracking-tight max-sm:text-lg max-sm:leading-snug"
          whole={entity !== undefined || at !== undefined}
        >
          <ArticleTitle article={article} />
        </LongHeading>
        <ArticleMeta article={article} />
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
          <ArticleMarks article={article} />
          <div className="flex flex-wrap items-center gap-1.5">
            <TriageButtons size="small" target={target} onLabel={() => setOver("label")} />
            <a
              href={`/api/v1/articles/${id}/markdown`}
              download={`article-${id}.md`}
              className={buttonClass("quiet", "small")}
            >
              <Download size={15} aria-hidden />
              <span className="max-lg:sr-only">Markdown</span>
            </a>
          </div>
        </div>
        <ArticleNotices article={article} restore={<RestoreButton id={id} />} />
        <TabLinks
          label="Parts of the article"
          tabs={tabs.map(({ tab: part, name, count, narrow }) => ({
            name,
            ...(count !== undefined && { count }),
            ...(narrow && { narrow }),
            to: "/articles/$id",
            params: { id: String(id) },
            search: part === "text" ? {} : { tab: part },
            current: part === tab,
          }))}
        />
      </header>
      {reading ? (
        <ReadingTab article={article} beside={tab} />
      ) : (
        <div className="p-4 md:p-6">
          <Suspense fallback={<Loading />}>
            {tab === "versions" && <VersionsTab article={article} />}
            {tab === "score" && <ScoreTab article={article} />}
            {tab === "similar" && <SimilarTab article={article} />}
            {tab === "twins" && <TwinsTab article={article} />}
            {tab === "notes" && <NotesTab subject="article" id={id} notes={article.notes ?? []} />}
          </Suspense>
        </div>
      )}
      <Suspense>
        {over === "note" && <NoteDialog subject="article" id={id} text="" onClose={() => setOver(null)} />}
        {over === "label" && (
          <LabelDialog
            subjects={target.subjects}
            tags={article.triage?.tags ?? []}
            onClose={() => setOver(null)}
          />
        )}
      </Suspense>
    </div>
  );
}

/** To the page that asks before anybody leaves; it must not reach back to this one. */
function leadOut(url: string): void {
  window.open(`/out?url=${encodeURIComponent(url)}`, "_blank", "noopener,noreferrer");
}

function tabsOf({
  version,
  twins,
  copies,
  notes = [],
}: Article): { tab: Tab; name: string; count?: number; narrow?: boolean }[] {
  return [
    { tab: "text", name: "Text" },
    // Beside the text where there is room for it.
    { tab: "extracted", name: "Extracted", narrow: true },
    { tab: "analysis", name: "Analysis" },
    { tab: "score", name: "Why this score" },
    { tab: "similar", name: "Similar" },
    ...(version > 1 ? [{ tab: "versions" as const, name: "Versions", count: version }] : []),
    ...(twins.length + copies.length > 0
      ? [{ tab: "twins" as const, name: "Twins and copies", count: twins.length + copies.length }]
      : []),
    { tab: "notes", name: "Notes", ...(notes.length > 0 && { count: notes.length }) },
  ];
}
