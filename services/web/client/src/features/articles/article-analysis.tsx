import { getRouteApi, useNavigate, type LinkProps } from "@tanstack/react-router";
import { useMemo, type ReactElement } from "react";

import { AnalysisPanel, kindOf } from "../analyses/analysis-panel.tsx";
import type { Evidence } from "../analyses/evidence.ts";
import { passageText } from "./passage.ts";
import type { Article, Mention } from "./queries.ts";

const route = getRouteApi("/inside/articles/$id");

/** What the local model says of this article; its quotes are marked in the text beside it. */
export function ArticleAnalysis({
  article,
  mentions,
  at,
  isBeside,
  onShow,
}: {
  article: Article;
  mentions: readonly Mention[];
  at: string | undefined;
  /** The text stands beside it; elsewhere a quote leads away to the text. */
  isBeside: boolean;
  /** Moves the text to the place that is marked. */
  onShow: () => void;
}): ReactElement {
  const { kind: kindText, tab: _tab, entity: _entity, at: _at, ...kept } = route.useSearch();
  const navigate = useNavigate();
  const { id, title, language } = article;
  const known = useMemo(
    () => mentions.map(({ entity_id, type, value }) => ({ id: entity_id, type, value })),
    [mentions],
  );
  const placeLink = (
    place: Pick<Evidence, "article" | "field" | "spans">,
  ): LinkProps & { replace?: boolean } => {
    const params = { id: String(place.article) };
    const search = { ...kept, ...(kindText && { kind: kindText }), at: passageText(place) };
    if (place.article !== id || !isBeside) return { to: "/articles/$id", params, search };
    return { to: "/articles/$id", params, search: { ...search, tab: "analysis" }, replace: true };
  };
  const isAt = (place: Evidence): boolean => place.article === id && passageText(place) === at;
  const go = (place: Evidence): void => {
    if (isAt(place)) onShow();
    else void navigate(placeLink(place));
  };
  return (
    <AnalysisPanel
      about={{ subject: "article", id }}
      kind={kindOf(kindText)}
      linkOf={(next) => ({
        to: "/articles/$id",
        params: { id: String(id) },
        search: { ...kept, tab: "analysis", ...(next !== "summary" && { kind: next }) },
        replace: true,
      })}
      isForeign={language !== null && language !== "en"}
      title={title}
      placeLink={placeLink}
      {...(isBeside && { place: { current: at, go, isAt } })}
      known={known}
    />
  );
}
