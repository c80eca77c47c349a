import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useEffect, useRef, type ReactElement, type ReactNode } from "react";

import { useKeys } from "../../keys/use-keys.ts";
import { ButtonLink, IconButton } from "../../kit/button.tsx";
import { count } from "../../kit/number.ts";
import { Remote } from "../../kit/remote.tsx";
import { Time } from "../../kit/time.tsx";
import { MarkedSentence } from "../entities/evidence-panel.tsx";
import { evidenceQuery, type Entity } from "../entities/queries.ts";
import type { Attack, Technique } from "./queries.ts";
import { articlesOf, type View } from "./view.ts";

type Props = {
  technique: Technique;
  attack: Attack;
  view: View;
  entity: Entity | undefined;
  onOpen: (technique: string) => void;
  onClose: () => void;
};

/** What is known of a technique, beside the matrix. Esc closes it and goes back to the cell. */
export function TechniquePanel({ technique, attack, view, entity, onOpen, onClose }: Props): ReactElement {
  const { id, name, parent, entity_id, tactics } = technique;
  const before = useRef<Element | null>(null);
  useEffect(() => {
    before.current = document.activeElement;
  }, []);
  const close = (): void => {
    onClose();
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  useKeys("ATT&CK", { close: { key: "Escape", label: "Close the technique", run: close } });
  const named = attack.tactics.filter((tactic) => tactics.includes(tactic.id));
  return (
    <aside
      aria-labelledby="technique-name"
      className="flex shrink-0 flex-col gap-5 overflow-y-auto border-l border-line bg-surface p-4 max-lg:absolute max-lg:inset-y-0 max-lg:right-0 max-lg:z-20 max-lg:shadow-panel max-md:inset-x-0 md:w-88"
    >
      <header className="flex items-start justify-between gap-2">
        <div className="min-w-0">
          <p className="font-mono text-small text-good">{id}</p>
          <h2 id="technique-name" className="text-lg leading-tight font-semibold">
            {name}
          </h2>
          <p className="mt-1 text-small text-muted">
            {parent ? "A sub-technique of " : named.map((tactic) => tactic.name).join(" · ")}
            {parent && <OpenButton id={parent} onOpen={onOpen} />}
          </p>
        </div>
        <IconButton
          label="Close"
          action="att&ck.close"
          icon={<X size={18} aria-hidden />}
          className="-mt-1 -mr-1 shrink-0"
          onClick={close}
        />
      </header>
      <Counts technique={technique} view={view} entity={entity} />
      {entity_id !== null && (
        <div>
          <ButtonLink to="/entities/$id" params={{ id: String(entity_id) }}>
            Open its card
          </ButtonLink>
        </div>
      )}
      <Parts of={id} attack={attack} view={view} onOpen={onOpen} />
      {entity_id !== null && <Newest id={entity_id} value={id} />}
    </aside>
  );
}

function OpenButton({ id, onOpen }: { id: string; onOpen: (id: string) => void }): ReactElement {
  return (
    <button type="button" onClick={() => onOpen(id)} className="font-mono text-accent hover:underline">
      {id}
    </button>
  );
}

function Counts({ technique, view, entity }: Pick<Props, "technique" | "view" | "entity">): ReactElement {
  const { id, entity_id, articles, articles_all, stories, stories_all, parent } = technique;
  const hasParts = parent === null && articles_all !== articles;
  return (
    <div className="flex flex-col gap-1.5">
      <dl className="flex gap-8">
        <Count name={articles_all === 1 ? "article" : "articles"}>
          {articles_all === 0 ? (
            <span className="text-faint">0</span>
          ) : (
            <Link
              to="/articles"
              search={{ q: articlesOf(id, view, entity) }}
              className="text-accent hover:underline"
            >
              {count(articles_all)}
            </Link>
          )}
        </Count>
        <Count name={stories_all === 1 ? "story" : "stories"}>
          {entity_id !== null && stories === stories_all && stories > 0 ? (
            <Link
              to="/"
              search={{ entity: String(entity_id), state: "all", since: "all" }}
              className="text-accent hover:underline"
            >
              {count(stories_all)}
            </Link>
          ) : (
            count(stories_all)
          )}
        </Count>
      </dl>
      {hasParts && (
        <p className="text-small text-muted">
          With its sub-techniques; {count(articles)} of the articles name {id} itself.
        </p>
      )}
      {articles_all === 0 && (
        <p className="text-small text-muted">
          Not seen means that no article was read so; it does not mean that it is not used.
        </p>
      )}
    </div>
  );
}

function Count({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-small text-muted">{name}</dt>
      <dd className="text-2xl leading-tight font-semibold">{children}</dd>
    </div>
  );
}

function Parts({
  of,
  attack,
  view,
  onOpen,
}: {
  of: string;
  attack: Attack;
  view: View;
  onOpen: (id: string) => void;
}): ReactElement | null {
  const valueOf = ({ articles, stories }: Technique): number =>
    view.count === "articles" ? articles : stories;
  const parts = attack.techniques
    .filter(({ parent }) => parent === of)
    .toSorted((a, b) => valueOf(b) - valueOf(a) || (a.id < b.id ? -1 : 1));
  if (parts.length === 0) return null;
  return (
    <section>
      <h3 className="overline-label mb-1">Sub-techniques</h3>
      <ul>
        {parts.map((part) => (
          <li key={part.id} className="border-b border-line last:border-0">
            <button
              type="button"
              onClick={() => onOpen(part.id)}
              className="flex min-h-8 w-full items-baseline gap-2 py-1 text-left text-[0.875rem] hover:text-accent"
            >
              <span className="font-mono text-tiny text-faint">{part.id.slice(part.id.indexOf("."))}</span>
              <span className={`min-w-0 flex-1 ${valueOf(part) === 0 ? "text-muted" : ""}`}>{part.name}</span>
              <span className={valueOf(part) === 0 ? "text-faint" : "font-semibold"}>
                {count(valueOf(part))}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The newest sentences, so that a number can be judged without leaving the matrix. */
function Newest({ id, value }: { id: number; value: string }): ReactElement | null {
  const { data } = useInfiniteQuery(evidenceQuery(id, 3));
  const items = data?.pages[0]?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section>
      <h3 className="overline-label mb-2">Newest evidence</h3>
      <ul className="flex flex-col gap-3">
        {items.map(({ article_id, title, source, seen_at, sentence, matched }) => (
          <li key={article_id} className="border-l-2 border-line-strong pl-3 text-[0.875rem]">
            <MarkedSentence entity={{ type: "technique", value }} sentence={sentence} matched={matched} />
            <p className="mt-0.5 text-small text-muted">
              <Link
                to="/articles/$id"
                params={{ id: String(article_id) }}
                search={{ entity: String(id) }}
                className="text-accent hover:underline"
              >
                <Remote text={title} />
              </Link>{" "}
              · <Remote text={source} /> · <Time at={seen_at} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
