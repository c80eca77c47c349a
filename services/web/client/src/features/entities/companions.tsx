import { Link } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { count, plural } from "../../kit/number.ts";
import { Remote } from "../../kit/remote.tsx";
import { typeName } from "../../kit/type-name.ts";
import { useEntity } from "./use-entity.ts";
import { CardLink, shownName, typeColour } from "./entity-columns.tsx";
import type { Companion } from "./queries.ts";
import { isIndicator, searchFor } from "./search-for.ts";

const few = 8;

/** A ranked list; the number of a row leads to the articles that name both. */
export function Companions({ of, items }: { of: number; items: readonly Companion[] }): ReactElement {
  const [all, setAll] = useState(false);
  const entity = useEntity(of);
  if (items.length === 0) return <p className="px-4 py-6 text-center text-muted">None so far.</p>;
  const shown = all ? items : items.slice(0, few);
  return (
    <>
      <ol className="py-1">
        {shown.map((item) => (
          <li key={item.id} className="flex min-h-9 items-center gap-3 px-4 hover:bg-hover">
            <CardLink
              row={item}
              tabbable
              className="flex min-w-0 flex-1 items-baseline gap-2 hover:text-accent"
            >
              <span
                className={`min-w-0 truncate ${isIndicator(item.type) ? "font-mono text-small" : "text-[0.875rem]"}`}
                title={shownName(item)}
              >
                <Remote text={shownName(item)} />
              </span>
              {item.type !== "technique" && (
                <span className={`shrink-0 text-tiny ${typeColour(item.type)}`}>{typeName(item.type)}</span>
              )}
            </CardLink>
            {entity && (
              <Link
                to="/articles"
                search={{ q: `${searchFor(entity.type, entity.value)} ${searchFor(item.type, item.value)}` }}
                aria-label={`${plural(item.articles, "article")} with both`}
                className="inline-flex size-7 items-center justify-end text-small text-accent hover:underline"
              >
                {count(item.articles)}
              </Link>
            )}
          </li>
        ))}
      </ol>
      {items.length > few && (
        <div className="border-t border-line px-2 py-1.5">
          <Button size="small" kind="quiet" onClick={() => setAll(!all)}>
            {all ? "Show fewer" : `Show ${items.length - few} more`}
          </Button>
        </div>
      )}
    </>
  );
}
