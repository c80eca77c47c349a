import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { visible } from "../../kit/remote.tsx";
import { layers } from "./layers.ts";
import type { Article } from "./queries.ts";
import { cutPieces, type Span } from "./spans.ts";
import { passageOf } from "./passage.ts";
import { marksOf } from "./text-marks.ts";
import { useMentions } from "./use-mentions.ts";

const route = getRouteApi("/inside/articles/$id");

/** The title; of what it names, only what is looked at is highlighted in it. */
export function ArticleTitle({ article: { id, title } }: { article: Article }): ReactElement {
  const { entity, at = "0" } = route.useSearch();
  const { mentions } = useMentions(id);
  const looked = mentions.filter(({ entity_id }) => String(entity_id) === entity);
  const marks = marksOf(looked, "title");
  const passage = passageOf(at);
  if (passage?.field === "title") return <PointedTitle title={title} spans={passage.spans} />;
  if (marks.length === 0) return <>{visible(title) || "Without a title"}</>;
  return (
    <>
      {cutPieces({ start: 0, end: title.length }, marks).map(({ start, end, spans: [mark] }) => {
        const part = visible(title.slice(start, end));
        if (!mark) return part;
        const colour = layers.find(({ layer }) => layer === mark.layer)?.mark ?? "";
        const here = String(mark.place) === at ? "mark-here" : "mark-same";
        return (
          <mark key={start} className={`mark ${colour} ${here} cursor-default`}>
            {part}
          </mark>
        );
      })}
    </>
  );
}

/** With what something beside it points to. */
function PointedTitle({ title, spans }: { title: string; spans: readonly Span[] }): ReactElement {
  return (
    <>
      {cutPieces({ start: 0, end: title.length }, spans).map(({ start, end, spans: pointed }) => {
        const part = visible(title.slice(start, end));
        return pointed.length > 0 ? (
          <mark key={start} data-passage="" className="passage">
            {part}
          </mark>
        ) : (
          part
        );
      })}
    </>
  );
}
