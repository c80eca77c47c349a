import { useState, type ReactElement } from "react";

import type { Answer } from "../../api/client.ts";
import { plural } from "../../kit/number.ts";
import { visible } from "../../kit/remote.tsx";

type Change = Answer<"diffArticle">["changes"][number];

/** So much of what stayed the same is shown beside a change. */
const around = 240;

/** A text with its changed words; long stretches that stayed the same open when asked for. */
export function DiffText({ changes }: { changes: readonly Change[] }): ReactElement {
  if (changes.every(({ kind }) => kind === "same"))
    return <p className="text-muted">No word of the text changed.</p>;
  return (
    <div className="leading-relaxed whitespace-pre-wrap [overflow-wrap:anywhere]">
      {changes.map((change, at) => {
        const text = visible(change.text);
        if (change.kind === "added")
          return (
            <ins
              key={at}
              className="rounded-xs bg-good-soft underline decoration-good decoration-1 underline-offset-4"
            >
              {text}
            </ins>
          );
        if (change.kind === "removed")
          return (
            <del key={at} className="rounded-xs bg-bad-soft text-muted decoration-bad decoration-1">
              {text}
            </del>
          );
        return <Same key={at} text={text} first={at === 0} last={at === changes.length - 1} />;
      })}
    </div>
  );
}

function Same({ text, first, last }: { text: string; first: boolean; last: boolean }): ReactElement {
  const [open, setOpen] = useState(false);
  const head = first ? 0 : around;
  const tail = last ? 0 : around;
  if (open || text.length < head + tail + 200) return <span>{text}</span>;
  const hidden = text.slice(head, text.length - tail);
  const words = hidden.trim().split(/\s+/).length;
  return (
    <span>
      {text.slice(0, head)}
      <button
        type="button"
        className="mx-1 my-0.5 rounded border border-line bg-raised px-2 py-0.5 text-small text-muted hover:text-text"
        onClick={() => setOpen(true)}
      >
        … {plural(words, "word")} unchanged …
      </button>
      {tail > 0 && text.slice(text.length - tail)}
    </span>
  );
}
