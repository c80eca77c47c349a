import type { ReactElement } from "react";

import { More } from "../../kit/more.tsx";
import { plural } from "../../kit/number.ts";
import { ClaimList, type Shared } from "./claim-list.tsx";
import type { Claim } from "./queries.ts";

const mostOpen = 2;

/** What the text does not bear out: never counted or exported, but to be seen. */
export function Unsupported({
  claims,
  ...shared
}: Shared & { claims: readonly Claim[] }): ReactElement | null {
  if (claims.length === 0) return null;
  if (claims.length <= mostOpen)
    return <ClaimList name="Not borne out by the text" claims={claims} {...shared} />;
  return (
    <More summary={`${plural(claims.length, "claim")} not borne out by the text`}>
      <div className="pt-2 text-base">
        <ClaimList name={null} claims={claims} {...shared} />
      </div>
    </More>
  );
}
