import { memo, type ReactElement } from "react";

import { visible } from "../../kit/remote.tsx";
import type { Looked } from "./article-text.tsx";
import { layers } from "./layers.ts";
import type { Group, Section } from "./reading-plan.ts";
import { cutPieces, type Span } from "./spans.ts";
import type { TextMark } from "./text-marks.ts";

type Drawing = {
  text: string;
  marks: readonly TextMark[];
  near: boolean;
  /** Stretches that something beside the text points to. */
  pointed: readonly Span[];
  looked: Looked;
  heading: "h2" | "h3";
};

/**
 * Some screens of a text. Far from the window it is one stretch without form or marks: quick, and the browser can still
 * find words in it.
 */
export const TextSection = memo(function TextSection({
  at,
  section,
  ...drawing
}: Drawing & { at: number; section: Section }): ReactElement {
  const { start, end } = section.span;
  const { text, near } = drawing;
  return (
    <div
      data-section={at}
      className="reading-section"
      style={{ containIntrinsicSize: `auto ${Math.round((end - start) / 2.2)}px` }}
    >
      {near ? (
        section.groups.map((group) => <GroupView key={group.span.start} group={group} {...drawing} />)
      ) : (
        <div data-s={start} data-e={end} className="whitespace-pre-line">
          {visible(text.slice(start, end))}
        </div>
      )}
    </div>
  );
});

function GroupView({ group, ...drawing }: Drawing & { group: Group }): ReactElement {
  const { heading: Heading } = drawing;
  if (group.kind === "heading")
    return (
      <Heading className="mt-6 mb-2 text-[1.0625rem] font-semibold">
        <Stretch span={group.span} {...drawing} />
      </Heading>
    );
  if (group.kind === "code")
    return (
      <pre className="my-3 overflow-x-auto rounded-md border border-line bg-surface px-3 py-2 font-mono text-small leading-normal whitespace-pre-wrap [overflow-wrap:anywhere]">
        <Stretch span={group.span} {...drawing} />
      </pre>
    );
  if (group.kind === "list")
    return (
      <ul className="my-3 flex flex-col gap-1.5">
        {group.items.map((item) => (
          <li
            key={item.start}
            className="flex gap-2"
            style={{ marginInlineStart: `${item.depth * 1.25}rem` }}
          >
            <span aria-hidden="true" className="w-4 shrink-0 text-right text-faint select-none">
              {item.number ?? "•"}
            </span>
            <span className="min-w-0 flex-1">
              <Stretch span={item} {...drawing} />
            </span>
          </li>
        ))}
      </ul>
    );
  if (group.kind === "table") return <TableView rows={group.rows} {...drawing} />;
  return (
    <p className="my-3 whitespace-pre-line">
      <Stretch span={group.span} {...drawing} />
    </p>
  );
}

function TableView({
  rows,
  ...drawing
}: Drawing & { rows: Extract<Group, { kind: "table" }>["rows"] }): ReactElement {
  return (
    <div className="my-3 overflow-x-auto" role="region" aria-label="Table of the article" tabIndex={0}>
      <table className="w-full border-collapse text-[0.875rem] leading-normal">
        <tbody>
          {rows.map(({ cells, head }) => (
            <tr key={cells[0]?.start} className="border-b border-line">
              {cells.map((cell) => (
                <td
                  key={cell.start}
                  className={`min-w-20 px-2 py-1.5 align-top first:pl-0 ${head ? "font-semibold text-muted" : ""}`}
                >
                  <Stretch span={cell} {...drawing} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A stretch of the text; each element says which part of it it shows. */
function Stretch({ text, span, marks, looked, pointed }: Drawing & { span: Span }): ReactElement {
  const touches = (other: Span): boolean => other.start < span.end && other.end > span.start;
  const shown = marks.filter(touches);
  const passages = pointed.filter(touches);
  if (shown.length + passages.length === 0)
    return (
      <span data-s={span.start} data-e={span.end}>
        {visible(text.slice(span.start, span.end))}
      </span>
    );
  return (
    <>
      {cutPieces<Span | TextMark>(span, [...shown, ...passages]).map(({ start, end, spans }) => {
        const named = spans.filter(isTextMark);
        const mark = named.find(({ entity }) => entity === looked?.entity) ?? named[0];
        const isPointed = named.length < spans.length;
        const part = visible(text.slice(start, end));
        if (!mark)
          return isPointed ? (
            <mark key={start} data-s={start} data-e={end} data-passage="" className="passage">
              {part}
            </mark>
          ) : (
            <span key={start} data-s={start} data-e={end}>
              {part}
            </span>
          );
        return (
          <mark
            key={start}
            data-s={start}
            data-e={end}
            data-m={mark.entity}
            data-p={mark.place}
            {...(isPointed && { "data-passage": "" })}
            title={mark.title}
            className={`${classOf(mark, looked)} ${isPointed ? "passage" : ""}`}
          >
            {part}
          </mark>
        );
      })}
    </>
  );
}

function isTextMark(span: Span | TextMark): span is TextMark {
  return "entity" in span;
}

const markClass = Object.fromEntries(layers.map(({ layer, mark }) => [layer, mark]));

function classOf({ layer, status, entity, place }: TextMark, looked: Looked): string {
  const weak = status === "mentioned" || status === "benign" ? "mark-weak" : "";
  const proposed = status === "proposed" ? "mark-proposed" : "";
  const here = looked?.entity !== entity ? "" : looked.place === place ? "mark-here" : "mark-same";
  return `mark ${markClass[layer] ?? ""} ${weak}${proposed} ${here}`;
}
