import type { ReactElement } from "react";

import { Badge } from "../../kit/chip.tsx";
import { Remote } from "../../kit/remote.tsx";
import { utc } from "../../kit/time.tsx";
import { Fact } from "./entity-header.tsx";
import type { Entity } from "./queries.ts";

/** What the catalogues of the field say of a flaw: how bad, how likely exploited, and whether it is. */
export function FlawFacts({ flaw }: { flaw: NonNullable<Entity["flaw"]> }): ReactElement {
  const { name, vendor, product, kev, cvss, epss, updated_at } = flaw;
  const made = [vendor, product].filter((text) => text !== null).join(" · ");
  return (
    <div className="flex flex-col gap-3 border-b border-line pb-3">
      {(name ?? made) && (
        <p className="text-[0.9375rem]">
          {name && <Remote text={name} />}
          {made && (
            <span className="text-muted">
              {name && " — "}
              <Remote text={made} />
            </span>
          )}
        </p>
      )}
      <dl className="flex flex-wrap gap-x-8 gap-y-3 lg:gap-x-10">
        <Fact name="CISA KEV">
          {kev ? (
            <span className="flex flex-wrap items-center gap-2">
              <Badge tone="bad">Exploited</Badge>
              {kev.ransomware && <Badge tone="bad">By ransomware</Badge>}
              <span className="text-small font-normal text-muted">
                since {kev.added_on}
                {kev.due_on && `, due ${kev.due_on}`}
              </span>
            </span>
          ) : (
            <span className="text-[0.9375rem] font-normal text-muted">not listed</span>
          )}
        </Fact>
        {cvss && (
          <Fact name={`CVSS ${cvss.version ?? ""}`.trim()}>
            <span className="flex flex-wrap items-baseline gap-2">
              {cvss.score.toFixed(1)}
              {cvss.vector && (
                <span className="font-mono text-tiny font-normal break-all text-muted">
                  <Remote text={cvss.vector} />
                </span>
              )}
            </span>
          </Fact>
        )}
        {epss && (
          <Fact name="EPSS, exploited within 30 days">
            <span className="flex flex-wrap items-baseline gap-2">
              {(epss.score * 100).toFixed(1)} %
              {epss.percentile !== null && (
                <span className="text-small font-normal text-muted">
                  above {Math.round(epss.percentile * 100)} % of flaws
                </span>
              )}
            </span>
          </Fact>
        )}
      </dl>
      <p className="text-tiny text-faint">As synced {utc(updated_at).slice(0, 10)}</p>
    </div>
  );
}
