import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";

import { count } from "../../kit/number.ts";
import { Remote } from "../../kit/remote.tsx";
import { Time, utc } from "../../kit/time.tsx";
import { typeName } from "../../kit/type-name.ts";
import { shownName, typeColour, Standing } from "./entity-columns.tsx";
import type { Entity } from "./queries.ts";
import { isIndicator, searchFor } from "./search-for.ts";
import { useVerdicts } from "./verdicts.ts";

/** The type above the name, and what was decided beside it. */
export function EntityHeading({ entity }: { entity: Entity }): ReactElement {
  const { id, type, value, label, external_id } = entity;
  const ofVisit = useVerdicts().get(id);
  const verdict = ofVisit === undefined ? entity.verdict?.verdict : ofVisit;
  const isName = !isIndicator(type);
  const title = isName && label ? label : value;
  const other = isName ? [label && value, external_id].find((text) => text && text !== title) : external_id;
  return (
    <span className="flex flex-col gap-0.5">
      <span className={`text-small font-medium ${typeColour(type)}`}>{typeName(type)}</span>
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className={isName ? "" : "font-mono text-lg font-semibold tracking-normal break-all"}>
          <Remote text={isName ? title : shownName(entity)} />
        </span>
        {other && (
          <span className="font-mono text-[0.875rem] font-normal text-muted">
            <Remote text={other} />
          </span>
        )}
        {verdict && <Standing row={{ status: "", benign: null }} verdict={verdict} />}
      </span>
    </span>
  );
}

/** What can be said in numbers, each with the list behind it. */
export function EntityFacts({ entity }: { entity: Entity }): ReactElement {
  const { type, value, articles, sources, estimated, first_seen, last_seen, verdict } = entity;
  const about = estimated ? "about " : "";
  return (
    <div className="flex flex-col gap-2 border-y border-line py-3">
      <dl className="flex flex-wrap gap-x-8 gap-y-3 max-sm:grid max-sm:grid-cols-2 lg:gap-x-10">
        <Fact name="Articles">
          <Link to="/articles" search={{ q: searchFor(type, value) }} className="text-accent hover:underline">
            {about}
            {count(articles)}
          </Link>
        </Fact>
        <Fact name="Sources">
          <Link to="/articles" search={{ q: searchFor(type, value) }} className="text-accent hover:underline">
            {estimated && "at least "}
            {count(sources)}
          </Link>
        </Fact>
        <Fact name="First seen">
          <Seen at={first_seen} />
        </Fact>
        <Fact name="Last seen">
          <Seen at={last_seen} />
        </Fact>
      </dl>
      {verdict && (
        <p className="text-small text-muted">
          {verdict.verdict} by <Remote text={verdict.actor} /> <Time at={verdict.decided_at} />
          {verdict.note && (
            <>
              : <Remote text={verdict.note} />
            </>
          )}
        </p>
      )}
    </div>
  );
}

/** A number or a word with what it is. */
export function Fact({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-small text-muted">{name}</dt>
      <dd className="text-lg font-semibold">{children}</dd>
    </div>
  );
}

function Seen({ at }: { at: string | null }): ReactElement {
  if (!at) return <span className="text-faint">–</span>;
  return (
    <span className="flex items-baseline gap-2">
      <Time at={at} />
      <span className="text-small font-normal text-muted max-lg:hidden">{utc(at).slice(0, 10)}</span>
    </span>
  );
}
