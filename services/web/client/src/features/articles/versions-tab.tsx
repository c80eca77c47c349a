import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Minus, Plus } from "lucide-react";
import type { ReactElement } from "react";

import { Select } from "../../kit/field.tsx";
import { plural } from "../../kit/number.ts";
import { Indicator, visible } from "../../kit/remote.tsx";
import { Loaded } from "../../kit/states.tsx";
import { utc } from "../../kit/time.tsx";
import { typeName } from "../../kit/type-name.ts";
import { DiffText } from "./diff-text.tsx";
import { diffQuery, type Article } from "./queries.ts";

const route = getRouteApi("/inside/articles/$id");

/** What its publisher changed between two versions: words, and what a defender can use. */
export function VersionsTab({ article }: { article: Article }): ReactElement {
  const { id, version, versions } = article;
  const { from, to } = route.useSearch();
  const navigate = useNavigate();
  const query = useQuery(diffQuery(id, from, to));
  const later = to ? Number(to) : version;
  const earlier = from ? Number(from) : later - 1;
  const options = Array.from({ length: version }, (_, at) => version - at).map((number) => {
    const replaced = versions.find((line) => line.version === number)?.replaced_at;
    const what = number === version ? "now" : replaced ? `until ${utc(replaced)}` : "earlier";
    return [String(number), `${number}: ${what}`] as const;
  });
  const choose = (change: { from?: string; to?: string }): void =>
    void navigate({
      to: "/articles/$id",
      params: { id: String(id) },
      search: { tab: "versions", from: String(earlier), to: String(later), ...change },
      replace: true,
    });
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2 text-small text-muted">
        <span aria-hidden="true">From version</span>
        <Select
          aria-label="From version"
          className="!h-8 text-small"
          value={String(earlier)}
          options={options.filter(([number]) => Number(number) < later)}
          onChange={(event) => choose({ from: event.target.value })}
        />
        <span aria-hidden="true">to</span>
        <Select
          aria-label="To version"
          className="!h-8 text-small"
          value={String(later)}
          options={options.filter(([number]) => Number(number) > earlier)}
          onChange={(event) => choose({ to: event.target.value })}
        />
      </div>
      <Loaded query={query}>
        {({ title, changes, indicators }) => (
          <div className="grid items-start gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,72ch)_minmax(16rem,24rem)]">
            <section aria-label="What changed in the text" className="max-lg:order-2">
              {title.before !== title.after && (
                <div className="mb-4 flex flex-col gap-1 border-b border-line pb-4">
                  <p className="text-muted">
                    <del className="decoration-bad decoration-1">{visible(title.before)}</del>
                  </p>
                  <p className="font-semibold">
                    <ins className="decoration-good decoration-1 underline-offset-4">
                      {visible(title.after)}
                    </ins>
                  </p>
                </div>
              )}
              <DiffText changes={changes} />
            </section>
            <section aria-label="Indicators that changed" className="flex flex-col gap-4">
              <Changed added indicators={indicators.added} />
              <Changed indicators={indicators.removed} />
            </section>
          </div>
        )}
      </Loaded>
    </div>
  );
}

function Changed({
  added = false,
  indicators,
}: {
  added?: boolean;
  indicators: readonly { type: string; value: string }[];
}): ReactElement {
  const Icon = added ? Plus : Minus;
  const word = added ? "added" : "removed";
  return (
    <div>
      <h2 className="flex items-center gap-1.5 text-[0.9375rem] font-semibold">
        <Icon size={15} aria-hidden className={added ? "text-good" : "text-bad"} />
        {plural(indicators.length, "indicator")} {word}
      </h2>
      <ul className="mt-1">
        {indicators.map(({ type, value }) => (
          <li
            key={`${type} ${value}`}
            className="flex items-center justify-between gap-3 border-b border-line py-1 last:border-0"
          >
            <Indicator type={type} value={value} />
            <Link
              to="/articles"
              search={{ q: `ioc:${/\s/.test(value) ? `"${value}"` : value}` }}
              className="shrink-0 text-small text-muted hover:text-text hover:underline"
            >
              {typeName(type)}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
