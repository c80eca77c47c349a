import { Link } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { Badge } from "../../kit/chip.tsx";
import { GridList } from "../../kit/grid-list.tsx";
import { count, plural } from "../../kit/number.ts";
import { copy, defanged, visible } from "../../kit/remote.tsx";
import { Empty } from "../../kit/states.tsx";
import { Time } from "../../kit/time.tsx";
import { typeName } from "../../kit/type-name.ts";
import { CardLink, shownName, typeColour, Standing } from "../entities/entity-columns.tsx";
import { searchFor } from "../entities/search-for.ts";
import type { LookedUp } from "./look-up.ts";

type Shown = "all" | "known" | "unknown";

/** What came of a lookup: the values of the list in their order, each with what is known of it. */
export function LookUpResults({
  total,
  results,
  running,
  onStop,
  onAgain,
}: {
  total: number;
  results: LookedUp[];
  running: boolean;
  onStop: () => void;
  onAgain: () => void;
}): ReactElement {
  const [shown, setShown] = useState<Shown>("all");
  const [active, setActive] = useState<number | null>(null);
  const known = results.filter(({ outcome }) => outcome === "known" || outcome === "several");
  const unknown = results.filter(({ outcome }) => outcome === "unknown");
  const rows = { all: results, known, unknown }[shown];
  const tabs: [Shown, string, number][] = [
    ["all", "All", results.length],
    ["known", "Known", known.length],
    ["unknown", "Unknown", unknown.length],
  ];
  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 md:px-6">
        {tabs.map(([value, name, number]) => (
          <Button
            key={value}
            size="small"
            kind={shown === value ? "plain" : "quiet"}
            aria-pressed={shown === value}
            onClick={() => setShown(value)}
          >
            {name} {count(number)}
          </Button>
        ))}
        <Progress done={results.length} total={total} running={running} onStop={onStop} />
        <span className="ml-auto flex flex-wrap gap-2">
          <Button
            size="small"
            disabled={rows.length === 0}
            onClick={() => void copy(rows.map(shownValue).join("\n"), plural(rows.length, "value"))}
          >
            Copy defanged
          </Button>
          <Button
            size="small"
            disabled={rows.length === 0}
            onClick={() => void copy(rows.map(({ value }) => value).join("\n"), plural(rows.length, "value"))}
          >
            Copy raw
          </Button>
          <Button size="small" onClick={onAgain}>
            Another list
          </Button>
        </span>
      </div>
      <div className="min-h-0 flex-1">
        {rows.length === 0 && !running ? (
          <Empty title={shown === "unknown" ? "Every value is known" : "None of these values is known"} />
        ) : (
          <GridList<LookedUp>
            label="Looked up values"
            items={rows}
            rowHeight={48}
            active={active}
            onActive={setActive}
            nameOf={shownValue}
            row={(result) => <Row result={result} />}
          />
        )}
      </div>
    </div>
  );
}

function shownValue(result: LookedUp): string {
  if (result.outcome === "known") return shownName(result.entity);
  // Its type is not known: whatever could become a link must not.
  return defanged(/^[a-z]+:\/\//i.test(result.value) ? "url" : "domain", result.value);
}

function Progress({
  done,
  total,
  running,
  onStop,
}: {
  done: number;
  total: number;
  running: boolean;
  onStop: () => void;
}): ReactElement {
  if (!running)
    return (
      <span className="text-small text-muted">
        {done < total ? `stopped after ${count(done)} of ${count(total)}` : `${count(total)} looked up`}
      </span>
    );
  return (
    <span className="flex items-center gap-2 text-small text-muted">
      <progress
        className="h-1.5 w-32 accent-accent"
        value={done}
        max={total}
        aria-label={`${done} of ${total} looked up`}
      />
      {count(done)} of {count(total)}
      <Button size="small" kind="quiet" onClick={onStop}>
        Stop
      </Button>
    </span>
  );
}

function Row({ result }: { result: LookedUp }): ReactElement {
  return (
    <>
      <div
        role="gridcell"
        className="flex min-w-0 flex-1 items-center px-4 font-mono text-[0.875rem] md:px-6"
      >
        {result.outcome === "known" ? (
          <>
            <CardLink row={result.entity} className="truncate hover:text-accent hover:underline">
              {shownValue(result)}
            </CardLink>
            <OtherName result={result} />
          </>
        ) : (
          <span className="truncate text-muted">{shownValue(result)}</span>
        )}
      </div>
      <div
        role="gridcell"
        className="flex shrink-0 items-center justify-end gap-3 px-4 text-small text-muted md:px-6"
      >
        <Outcome result={result} />
      </div>
    </>
  );
}

/** What was pasted, where that is another name of what is known. */
function OtherName({ result }: { result: LookedUp & { outcome: "known" } }): ReactElement | null {
  const { value, label } = result.entity;
  const same = [value, label].some((name) => name?.toLowerCase() === result.value.toLowerCase());
  if (same) return null;
  return <span className="ml-3 truncate text-small text-faint">as {visible(result.value)}</span>;
}

function Outcome({ result }: { result: LookedUp }): ReactElement {
  if (result.outcome === "unknown") return <span className="text-faint">not in any article</span>;
  if (result.outcome === "failed") return <Badge tone="bad">{visible(result.why)}</Badge>;
  if (result.outcome === "several")
    return (
      <Link
        to="/indicators"
        search={{ q: result.value, status: "any" }}
        tabIndex={-1}
        className="text-accent"
      >
        several have this name
      </Link>
    );
  const { entity } = result;
  return (
    <>
      <span className="max-md:hidden">
        <Standing row={entity} verdict={undefined} />
      </span>
      <span className={`w-24 max-md:hidden ${typeColour(entity.type)}`}>{typeName(entity.type)}</span>
      <Link
        to="/articles"
        search={{ q: searchFor(entity.type, entity.value) }}
        tabIndex={-1}
        className="w-24 text-right text-accent hover:underline"
      >
        {entity.estimated && "about "}
        {plural(entity.articles, "article")}
      </Link>
      <span className="w-20 text-right max-md:hidden">
        <Time at={entity.last_seen} />
      </span>
    </>
  );
}
