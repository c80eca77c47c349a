import type { LinkProps } from "@tanstack/react-router";
import { History, Lightbulb } from "lucide-react";
import { useMemo, type ReactElement } from "react";

import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { AnalysisFoot } from "./analysis-foot.tsx";
import { ClaimList } from "./claim-list.tsx";
import type { Known } from "./defang-words.ts";
import { numberEvidence, type Evidence } from "./evidence.ts";
import { Huntability } from "./huntability.tsx";
import type { Analysis } from "./queries.ts";
import { Suspicious } from "./suspicious.tsx";
import { Unsupported } from "./unsupported.tsx";
import { coverageWords, groupsOf, leftOutWords, unsupportedOf } from "./words.ts";

/** What an analysis leads to: the places that it rests on, and the cards of what it names. */
export type Reading = {
  /** Of the article or the story. */
  title: string;
  /** To a place of an article. */
  placeLink: (place: Pick<Evidence, "article" | "field" | "spans">) => LinkProps;
  /** Where evidence stands beside the analysis: which place is marked now, and how another one is. */
  place?: {
    current: string | undefined;
    go: (evidence: Evidence) => void;
    isAt: (evidence: Evidence) => boolean;
  };
  /** What an article of a story is called, where there is more than one. */
  articleName?: (id: number) => string | undefined;
  /** What the subject is known to name. */
  known: readonly (Known & { id: number })[];
};

/** A finished analysis: facts, then advice, then what is not borne out; each is judged by itself. */
export function AnalysisView({
  analysis,
  onAsk,
  ...reading
}: Reading & { analysis: Analysis; onAsk: ((force: boolean) => void) | null }): ReactElement {
  const facts = groupsOf(analysis, "fact");
  const advice = groupsOf(analysis, "advice");
  const wrong = unsupportedOf(analysis);
  const evidence = useMemo(
    () =>
      numberEvidence(
        [...groupsOf(analysis, "fact"), ...groupsOf(analysis, "advice")]
          .flatMap(({ claims }) => claims)
          .concat(unsupportedOf(analysis)),
      ),
    [analysis],
  );
  useWalking(evidence.all, reading.place);
  const shared = { analysis, evidence, ...reading };
  const coverage = coverageWords(analysis.coverage);
  return (
    <div className="flex flex-col gap-5">
      {analysis.outdated && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-small">
          <p className="flex items-center gap-2 text-warn">
            <History size={15} aria-hidden className="shrink-0" />
            Its text, prompt or model has changed since: places may be off.
          </p>
          {onAsk && (
            <Button size="small" action="analysis.ask" onClick={() => onAsk(false)}>
              Ask again
            </Button>
          )}
        </div>
      )}
      {leftOutWords(analysis.left_out).map((words) => (
        <p key={words} className="text-small text-muted">
          {words}
        </p>
      ))}
      {coverage && !coverage.isWhole && <p className="text-small text-warn">{coverage.text}</p>}
      <Suspicious passages={analysis.suspicious} placeLink={reading.placeLink} />
      {analysis.kind === "detection" && <Huntability value={analysis.huntability} />}
      {facts.length + advice.length === 0 && (
        <p className="text-muted">
          {wrong.length > 0
            ? "Nothing of what the model said is borne out by the text."
            : analysis.left_out.known > 0
              ? "The model names nothing that the rules had not found."
              : "The model found nothing to say."}
        </p>
      )}
      {facts.map((group) => (
        <ClaimList
          key={group.section}
          name={facts.length === 1 && group.section === "summary" ? null : group.name}
          claims={group.claims}
          {...shared}
        />
      ))}
      {advice.length > 0 && (
        <section className="flex flex-col gap-4 rounded-lg border border-dashed border-line-strong p-3">
          <h3 className="flex items-center gap-2 text-small font-semibold text-warn">
            <Lightbulb size={15} aria-hidden />
            Advice of the model, not of the text
          </h3>
          {advice.map((group) => (
            <ClaimList key={group.section} name={group.name} heading="h4" claims={group.claims} {...shared} />
          ))}
        </section>
      )}
      <Unsupported claims={wrong} {...shared} />
      <AnalysisFoot
        analysis={analysis}
        evidence={evidence}
        onAsk={onAsk}
        title={reading.title}
        known={reading.known}
      />
    </div>
  );
}

/** From one piece of evidence to the next, where the text stands beside it. */
function useWalking(all: readonly Evidence[], place: Reading["place"]): void {
  const walk = (by: number): void => {
    if (!place || all.length === 0) return;
    const at = all.findIndex(place.isAt);
    const next = all[at === -1 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length];
    if (next) place.go(next);
  };
  useKeys(
    "Evidence",
    {
      next: { key: ".", label: "Next evidence in the text", run: () => walk(1) },
      previous: { key: ",", label: "Evidence before", run: () => walk(-1) },
    },
    place !== undefined && all.length > 0,
  );
}
