import type { ReactElement } from "react";

import { Panel } from "../../kit/page.tsx";
import { defanged, Remote } from "../../kit/remote.tsx";
import { refang } from "@cti/pipeline/indicators/refang";
import type { Entity } from "./queries.ts";
import { isIndicator } from "./search-for.ts";

/** What it is called: by whom, and how articles write it. */
export function NamesPanel({ entity }: { entity: Entity }): ReactElement | null {
  const { type, value, label, names, aliases } = entity;
  const known = names.filter(({ name, source }) => source !== "name" || (name !== value && name !== label));
  const bySource = [...Map.groupBy(known, ({ source }) => source)];
  if (known.length === 0 && aliases.length === 0) return null;
  return (
    <Panel title="Names">
      <dl className="flex flex-col gap-3">
        {bySource.map(([source, names]) => (
          <div key={source}>
            <dt className="text-small text-muted">{sourceName(source)}</dt>
            <dd className="flex flex-wrap gap-x-3 gap-y-0.5 text-[0.875rem]">
              {names.map(({ name }) => (
                <Remote key={name} text={name} />
              ))}
            </dd>
          </div>
        ))}
        {aliases.length > 0 && (
          <div>
            <dt className="text-small text-muted">As the newest articles write it</dt>
            <dd className="flex flex-wrap gap-x-3 gap-y-0.5 text-[0.875rem]">
              {aliases.map(({ matched, articles }) => (
                <span key={matched} className="break-all">
                  <Remote text={isIndicator(type) ? defanged(type, refang(matched)) : matched} />
                  <span className="text-tiny text-faint"> ×{articles}</span>
                </span>
              ))}
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  );
}

function sourceName(source: string): string {
  return (
    {
      name: "Also known as",
      starter: "Called so by the starter list",
      attack: "Called so by ATT&CK",
    }[source] ?? `Called so by ${source.replaceAll("_", " ")}`
  );
}
