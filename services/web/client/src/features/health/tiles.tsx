import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { CommandText } from "../../kit/command-text.tsx";
import { More } from "../../kit/more.tsx";
import { Outcome } from "../../kit/outcome.tsx";
import { Facts } from "../../kit/page.tsx";
import { Remote } from "../../kit/remote.tsx";
import { factsOf } from "../runs/facts.ts";
import { componentText, componentTitle } from "./components.ts";
import { worstFirst } from "./overall.ts";
import type { Component, Health } from "./queries.ts";

/** Each part of the system: how it does, by which rules, what to do. */
export function Tiles({ health }: { health: Health }): ReactElement {
  return (
    <ul className="grid overflow-hidden rounded-lg border border-line bg-surface sm:grid-cols-2 xl:grid-cols-3">
      {worstFirst(health.components).map(([name, component]) => (
        <li key={name} className="-mr-px -mb-px border-r border-b border-line">
          <Tile name={name} component={component} />
        </li>
      ))}
    </ul>
  );
}

function Tile({ name, component }: { name: string; component: Component }): ReactElement {
  const { status, message, details } = component;
  const text = componentText(name);
  return (
    <section className="flex h-full flex-col gap-1.5 p-4">
      <header className="flex items-center justify-between gap-3">
        <h3 className="font-semibold">{componentTitle(name)}</h3>
        <Outcome state={status} />
      </header>
      <p className="text-small text-muted">
        <CommandText text={message} />
      </p>
      <div className="mt-auto flex flex-wrap items-start justify-between gap-x-4">
        <More className="flex-1 open:basis-full" summary="Rules and numbers">
          <div className="flex flex-col gap-3 pt-2">
            {text && (
              <dl className="grid grid-cols-[5.5rem_1fr] gap-x-3 gap-y-1">
                {(
                  [
                    ["Degraded", text.degraded],
                    ["Error", text.error],
                    ["What to do", text.todo],
                  ] as const
                ).map(([term, words]) => (
                  <div key={term} className="contents">
                    <dt className="text-muted">{term}</dt>
                    <dd>{words}</dd>
                  </div>
                ))}
              </dl>
            )}
            <Numbers details={details} />
          </div>
        </More>
        {text?.page && (
          <Link
            {...text.page.link}
            className="inline-flex min-h-6 items-center text-small text-accent underline-offset-2 hover:underline"
          >
            {text.page.name}
          </Link>
        )}
      </div>
    </section>
  );
}

const mostNumbers = 24;

function Numbers({ details }: { details: Record<string, unknown> }): ReactElement | null {
  const facts = factsOf(details).slice(0, mostNumbers);
  if (facts.length === 0) return null;
  return (
    <div className="border-t border-line pt-2">
      <Facts
        rows={facts.map(({ name, text }): [string, ReactElement] => [
          name,
          <Remote key={name} text={text} />,
        ])}
      />
    </div>
  );
}
