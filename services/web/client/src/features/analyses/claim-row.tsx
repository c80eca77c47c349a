import { refang } from "@cti/pipeline/indicators/refang";
import { Check, X } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

import { useRights } from "../../api/session.ts";
import { count } from "../../kit/number.ts";
import { judge, type Verdict } from "./actions.ts";
import type { Shared } from "./claim-list.tsx";
import { defangWords } from "./defang-words.ts";
import { EvidenceMark } from "./evidence-mark.tsx";
import type { Analysis, Claim } from "./queries.ts";
import { SubjectChip } from "./subject-chip.tsx";

/** One claim, what it rests on, and what people say of it. */
export function ClaimRow({
  claim,
  analysis,
  evidence,
  known,
  ...reading
}: Shared & { claim: Claim }): ReactElement {
  const { subject, status } = claim;
  const isNamed = isName(claim);
  const isWrong = status === "unsupported";
  const isTitle = analysis.kind === "translation" && claim.section === "title";
  return (
    <div
      className={`group/claim flex items-start gap-2 rounded-md py-1 ${claim.verdict === "rejected" ? "opacity-60" : ""}`}
    >
      <div className="min-w-0 flex-1 leading-6">
        {isWrong && <span className="sr-only">unsupported: </span>}
        {subject && (
          <Said isWrong={isWrong} className={isNamed || claim.section === "entity" ? "" : "mb-0.5 block"}>
            <SubjectChip subject={subject} entity={claim.entity_id} known={known} />
          </Said>
        )}{" "}
        {!isNamed && (
          <Said isWrong={isWrong} className={isTitle ? "font-semibold" : ""}>
            <bdi>{defangWords(claim.text, known)}</bdi>
          </Said>
        )}{" "}
        {evidence.of(claim).map((each) => (
          <EvidenceMark key={each.number} evidence={each} known={known} {...reading} />
        ))}
        {isWrong && claim.reason !== null && (
          <span className="block text-small text-faint first-letter:uppercase">
            {defangWords(claim.reason, known)}
          </span>
        )}
      </div>
      <Judging analysis={analysis} claim={claim} />
    </div>
  );
}

/** Struck through where the text does not bear it out. */
function Said({
  isWrong,
  className,
  children,
}: {
  isWrong: boolean;
  className: string;
  children: ReactNode;
}): ReactElement {
  if (isWrong) return <s className={`text-muted decoration-bad ${className}`}>{children}</s>;
  return <span className={className}>{children}</span>;
}

/** Whether all that it says is its subject. */
function isName({ subject, text }: Claim): boolean {
  if (!subject) return false;
  const said = refang(text).trim().toLowerCase();
  return [subject.value, subject.label].some((name) => name?.toLowerCase() === said);
}

/** Right or wrong, for who may say so; others see what was said. */
function Judging({ analysis, claim }: { analysis: Analysis; claim: Claim }): ReactElement | null {
  const { write } = useRights();
  if (!write && claim.accepted + claim.rejected === 0) return null;
  return (
    <span className="flex shrink-0 items-center">
      {choices
        .filter(({ verdict }) => verdict !== "accepted" || mayAccept(analysis, claim))
        .map((choice) => (
          <Choice key={choice.verdict} {...choice} analysis={analysis} claim={claim} write={write} />
        ))}
    </span>
  );
}

/** A name that the text does not bear out is no mention of it, so there is nothing to accept. */
function mayAccept({ kind }: Analysis, { status, verdict, accepted }: Claim): boolean {
  return kind !== "entities" || status === "supported" || verdict === "accepted" || accepted > 0;
}

const choices = [
  { verdict: "accepted", Icon: Check, does: "Accept", did: "accepted", colour: "text-good" },
  { verdict: "rejected", Icon: X, does: "Reject", did: "rejected", colour: "text-bad" },
] as const;

function Choice({
  verdict,
  Icon,
  does,
  did,
  colour,
  analysis,
  claim,
  write,
}: (typeof choices)[number] & { analysis: Analysis; claim: Claim; write: boolean }): ReactElement | null {
  const many = claim[verdict];
  const isOwn = claim.verdict === verdict;
  const inside = (
    <>
      <Icon size={15} aria-hidden />
      {many > 0 && <span className="text-tiny">{count(many)}</span>}
    </>
  );
  if (!write)
    return many === 0 ? null : (
      <span className={`inline-flex h-6 items-center gap-0.5 px-1 ${colour}`} title={`${did} by ${many}`}>
        {inside}
        <span className="sr-only">{did}</span>
      </span>
    );
  const next: Verdict | null = isOwn ? null : verdict;
  const quiet =
    "text-faint hover:text-text [@media(hover:hover)]:opacity-0 group-hover/claim:opacity-100 group-focus-within/claim:opacity-100";
  return (
    <button
      type="button"
      aria-pressed={isOwn}
      title={isOwn ? `${does}: take it back` : does}
      aria-label={`${does}${many > 0 ? `, ${did} by ${many}` : ""}`}
      onClick={() => void judge(analysis, claim.id, next)}
      className={`inline-flex h-6 min-w-6 items-center justify-center gap-0.5 rounded px-1 hover:bg-hover ${isOwn || many > 0 ? colour : quiet} ${isOwn ? "bg-raised" : ""}`}
    >
      {inside}
    </button>
  );
}
