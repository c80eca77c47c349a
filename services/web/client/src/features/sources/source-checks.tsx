import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { Panel } from "../../kit/page.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { CheckTable } from "./check-table.tsx";
import { checksQuery } from "./queries.ts";

/** Every look at a source that is still kept, the latest first. */
export function SourceChecks({ id }: { id: number }): ReactElement {
  const checks = useInfiniteQuery(checksQuery(id));
  return (
    <Loaded query={checks}>
      {({ pages }) => {
        const all = pages.flatMap(({ items }) => items);
        if (all.length === 0)
          return <Empty title="Not checked yet">The first check comes by itself, or with Collect now.</Empty>;
        return (
          <>
            <Panel flush>
              <CheckTable checks={all} />
            </Panel>
            {checks.hasNextPage && (
              <Button
                className="self-center"
                disabled={checks.isFetchingNextPage}
                onClick={() => void checks.fetchNextPage()}
              >
                Older checks
              </Button>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
