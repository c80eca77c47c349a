import { Link } from "@tanstack/react-router";
import { Copy, RotateCw, ScrollText, ThumbsDown, ThumbsUp } from "lucide-react";
import { lazy, Suspense, useState, type ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { count } from "../../kit/number.ts";
import { copy, visible } from "../../kit/remote.tsx";
import { duration, Time } from "../../kit/time.tsx";
import { judge } from "./actions.ts";
import type { Known } from "./defang-words.ts";
import type { NumberedEvidence } from "./evidence.ts";
import { analysisMarkdown } from "./markdown.ts";
import type { Analysis } from "./queries.ts";
import { coverageWords } from "./words.ts";

const PromptDialog = lazy(() =>
  import("./prompt-dialog.tsx").then((file) => ({ default: file.PromptDialog })),
);

/** What people say of the whole, what can be done with it, and where it comes from. */
export function AnalysisFoot({
  analysis,
  evidence,
  onAsk,
  title,
  known,
}: {
  analysis: Analysis;
  evidence: NumberedEvidence;
  onAsk: ((force: boolean) => void) | null;
  title: string;
  known: readonly Known[];
}): ReactElement {
  const { write } = useRights();
  const [isPrompt, setPrompt] = useState(false);
  const copyAll = (): void =>
    void copy(
      analysisMarkdown(analysis, { title, origin: location.origin, evidence, known }),
      "as Markdown, defanged",
    );
  return (
    <footer className="flex flex-col gap-2 border-t border-line pt-3">
      <div className="-ml-2 flex flex-wrap items-center gap-1">
        <Thumb analysis={analysis} verdict="up" />
        <Thumb analysis={analysis} verdict="down" />
        {write && (
          <>
            <Button
              kind="quiet"
              size="small"
              title="With the places of all quotes; addresses defanged"
              icon={<Copy size={14} aria-hidden />}
              onClick={copyAll}
            >
              Copy as Markdown
            </Button>
            <Button
              kind="quiet"
              size="small"
              icon={<ScrollText size={14} aria-hidden />}
              onClick={() => setPrompt(true)}
            >
              Show prompt
            </Button>
          </>
        )}
        {onAsk && (
          <Button
            kind="quiet"
            size="small"
            title="Asks the same again; this answer stays in the record"
            icon={<RotateCw size={14} aria-hidden />}
            onClick={() => onAsk(true)}
          >
            Regenerate
          </Button>
        )}
      </div>
      <Origin analysis={analysis} />
      {isPrompt && (
        <Suspense>
          <PromptDialog id={analysis.id} onClose={() => setPrompt(false)} />
        </Suspense>
      )}
    </footer>
  );
}

const thumbs = {
  up: { Icon: ThumbsUp, label: "It helps", colour: "!text-good" },
  down: { Icon: ThumbsDown, label: "It does not help", colour: "!text-bad" },
} as const;

function Thumb({
  analysis,
  verdict,
}: {
  analysis: Analysis;
  verdict: keyof typeof thumbs;
}): ReactElement | null {
  const { write } = useRights();
  const { Icon, label, colour } = thumbs[verdict];
  const many = analysis[verdict];
  const isOwn = analysis.verdict === verdict;
  if (!write)
    return many === 0 ? null : (
      <span className="inline-flex h-7 items-center gap-1.5 px-2 text-small text-muted" title={label}>
        <Icon size={14} aria-hidden />
        {count(many)}
        <span className="sr-only">{label}</span>
      </span>
    );
  return (
    <Button
      kind="quiet"
      size="small"
      title={label}
      aria-label={many > 0 ? `${label}: ${count(many)}` : label}
      aria-pressed={isOwn}
      className={isOwn ? `bg-raised ${colour}` : ""}
      icon={<Icon size={14} aria-hidden className={isOwn ? "fill-current/25" : ""} />}
      onClick={() => void judge(analysis, 0, isOwn ? null : verdict)}
    >
      {many > 0 && count(many)}
    </Button>
  );
}

function Origin({ analysis }: { analysis: Analysis }): ReactElement {
  const {
    model,
    prompt_version: prompt,
    seconds,
    prompt_tokens: read,
    output_tokens: written,
    run_id,
  } = analysis;
  const coverage = coverageWords(analysis.coverage);
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-tiny text-faint">
      <Link to="/ops/models" className="inline-flex min-h-6 items-center hover:text-text hover:underline">
        {visible(model)}
      </Link>
      <span>· {visible(prompt)}</span>
      {coverage?.isWhole && <span>· {coverage.text.toLowerCase()}</span>}
      <span title={`${count(read)} read, ${count(written)} written`}>· {count(read + written)} tokens</span>
      <span>
        ·{" "}
        {run_id === null ? (
          duration(seconds * 1_000)
        ) : (
          <Link
            to="/ops/runs/$id"
            params={{ id: String(run_id) }}
            className="inline-flex min-h-6 items-center hover:text-text hover:underline"
          >
            {duration(seconds * 1_000)}
          </Link>
        )}
      </span>
      <span>
        · <Time at={analysis.finished_at} />
      </span>
    </p>
  );
}
