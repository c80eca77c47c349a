import { ArrowRight, Check, ChevronLeft, ChevronRight, Copy, X } from "lucide-react";
import { lazy, Suspense, useState, type ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Button, ButtonLink, IconButton } from "../../kit/button.tsx";
import { Badge } from "../../kit/chip.tsx";
import { copy, defanged, visible } from "../../kit/remote.tsx";
import { typeName } from "../../kit/type-name.ts";
import { judge, judgeEverywhere, type Verdict } from "./judge.ts";
import { layerOf, layers } from "./layers.ts";
import type { Article, Mention } from "./queries.ts";

const BenignDialog = lazy(() =>
  import("./benign-dialog.tsx").then((file) => ({ default: file.BenignDialog })),
);

const colours = Object.fromEntries(layers.map(({ layer, colour }) => [layer, colour]));

/** One thing that the text names. Open, it tells why it was extracted and offers what can be decided. */
export function ExtractionRow({
  article,
  mention,
  open,
  place,
  onWalk,
  onJump,
}: {
  article: Article;
  mention: Mention;
  open: boolean;
  place: number;
  onWalk: (by: number) => void;
  onJump: () => void;
}): ReactElement {
  const { type, value, label, role, count, status, verdict, benign } = mention;
  const rejected = status === "rejected";
  const isValue = layerOf(type) === "indicators" || layerOf(type) === "flaws";
  return (
    <div role="gridcell" className="flex min-w-0 flex-1 flex-col px-3 py-2">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <p
            className={`leading-5 ${open ? "break-all" : "truncate"} ${rejected ? "text-muted line-through" : ""} ${isValue ? "font-mono text-[0.875rem]" : ""}`}
          >
            {visible(label ?? "") || defanged(type, value)}
            {label && label !== value && (
              <span className="ml-1.5 text-small text-muted">{visible(value)}</span>
            )}
          </p>
          <p className="flex flex-wrap items-center gap-x-1.5 text-small leading-4 text-muted">
            <span className={colours[layerOf(type)]}>{typeName(type)}</span>
            {role && <span>· {typeName(role)}</span>}
            {count > 1 && <span>· ×{count}</span>}
            <span title="confidence">· {mention.confidence.toFixed(2)}</span>
            {status === "mentioned" && <span>· only mentioned</span>}
            {status === "proposed" && <Badge tone="warn">proposed</Badge>}
            {benign && <Badge title={`known as harmless: ${visible(benign)}`}>benign</Badge>}
            {verdict === "accepted" && <Badge tone="good">accepted</Badge>}
            {rejected && <Badge tone="bad">rejected</Badge>}
          </p>
        </div>
        <Judging article={article} mention={mention} withKeys={open} />
      </div>
      {open && <More article={article} mention={mention} place={place} onWalk={onWalk} onJump={onJump} />}
    </div>
  );
}

/** Accept and reject, in this article. Pressed again, the verdict is forgotten. */
export function Judging({
  article,
  mention,
  withKeys,
}: {
  article: Article;
  mention: Mention;
  withKeys: boolean;
}): ReactElement | null {
  const { write } = useRights();
  const { verdict } = mention;
  const name = defanged(mention.type, mention.label ?? mention.value);
  const decide = (wanted: Verdict): void =>
    void judge(article.id, mention, verdict === wanted ? null : wanted);
  useKeys(
    "Reading",
    {
      accept: { key: "+", label: "Accept", run: () => decide("accepted") },
      reject: { key: "-", label: "Reject", run: () => decide("rejected") },
    },
    write && withKeys,
  );
  if (!write) return null;
  return (
    <div className="flex shrink-0 gap-0.5">
      <IconButton
        label={verdict === "accepted" ? `Forget the verdict on ${name}` : `Accept ${name}`}
        {...(withKeys && { action: "reading.accept" })}
        icon={<Check size={16} aria-hidden className={verdict === "accepted" ? "text-good" : ""} />}
        className="!size-7"
        tabIndex={withKeys ? 0 : -1}
        onClick={(event) => {
          event.stopPropagation();
          decide("accepted");
        }}
      />
      <IconButton
        label={verdict === "rejected" ? `Forget the verdict on ${name}` : `Reject ${name}`}
        {...(withKeys && { action: "reading.reject" })}
        icon={<X size={16} aria-hidden className={verdict === "rejected" ? "text-bad" : ""} />}
        className="!size-7"
        tabIndex={withKeys ? 0 : -1}
        onClick={(event) => {
          event.stopPropagation();
          decide("rejected");
        }}
      />
    </div>
  );
}

function More({
  article,
  mention,
  place,
  onWalk,
  onJump,
}: {
  article: Article;
  mention: Mention;
  place: number;
  onWalk: (by: number) => void;
  /** To its place in the text, where that is not beside the list. */
  onJump: () => void;
}): ReactElement {
  const { entity_id, type, value, matched, reasons, benign, places, verdict } = mention;
  const { write } = useRights();
  const [declaring, setDeclaring] = useState(false);
  const safe = defanged(type, value);
  return (
    <div className="mt-1.5 flex flex-col gap-2 text-small">
      <ul className="flex flex-col gap-0.5 text-muted">
        {matched !== value && (
          <li>
            written <q className="font-mono text-text">{visible(matched).slice(0, 200)}</q>
          </li>
        )}
        {reasons.length > 0 && <li>why: {reasons.map(visible).join(" · ")}</li>}
        {benign && <li>known as harmless by: {visible(benign)}</li>}
      </ul>
      <div className="-ml-1.5 flex flex-wrap items-center gap-x-1">
        {places.length > 1 && (
          <span className="inline-flex items-center">
            <IconButton
              label="Place before"
              action="reading.previousPlace"
              icon={<ChevronLeft size={15} aria-hidden />}
              className="!size-6"
              onClick={() => onWalk(-1)}
            />
            <span className="text-muted">
              {place + 1} of {places.length}
            </span>
            <IconButton
              label="Next place in the text"
              action="reading.nextPlace"
              icon={<ChevronRight size={15} aria-hidden />}
              className="!size-6"
              onClick={() => onWalk(1)}
            />
          </span>
        )}
        <Button kind="quiet" size="small" className="lg:hidden" onClick={onJump}>
          In the text
        </Button>
        <Button
          kind="quiet"
          size="small"
          action="reading.copy"
          icon={<Copy size={13} aria-hidden />}
          onClick={() => void copy(safe, "defanged")}
        >
          Copy
        </Button>
        <ButtonLink kind="quiet" size="small" to="/entities/$id" params={{ id: String(entity_id) }}>
          Card
          <ArrowRight size={13} aria-hidden />
        </ButtonLink>
      </div>
      {write && (
        <div className="-my-1 flex flex-wrap items-center text-muted">
          <span className="mr-1">In all articles:</span>
          <Button
            kind="quiet"
            size="small"
            aria-label={`Accept ${safe} in all articles`}
            onClick={() => void judgeEverywhere(mention, "accepted")}
          >
            Accept
          </Button>
          <Button
            kind="quiet"
            size="small"
            aria-label={`Reject ${safe} in all articles`}
            onClick={() => void judgeEverywhere(mention, "rejected")}
          >
            Reject
          </Button>
          {layerOf(type) === "indicators" && verdict !== "accepted" && !benign && (
            <Button kind="quiet" size="small" onClick={() => setDeclaring(true)}>
              Harmless …
            </Button>
          )}
        </div>
      )}
      <Suspense>
        {declaring && (
          <BenignDialog
            type={type}
            value={value}
            source={article.source}
            onClose={() => setDeclaring(false)}
          />
        )}
      </Suspense>
    </div>
  );
}
