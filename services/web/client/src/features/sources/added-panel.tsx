import type { ReactElement } from "react";

import { Button, ButtonLink } from "../../kit/button.tsx";
import { Panel } from "../../kit/page.tsx";
import { visible } from "../../kit/remote.tsx";
import { collectNow } from "./actions.ts";
import { CollectOutcome } from "./collect-outcome.tsx";
import type { Source } from "./queries.ts";
import { TestPanel } from "./test-panel.tsx";

/** It is followed: what it gives, and where to go on. */
export function AddedPanel({ source }: { source: Source }): ReactElement {
  const id = String(source.id);
  return (
    <>
      <Panel title={`${visible(source.name)} is followed`}>
        <p className="text-muted">
          It is checked within the next minutes. A test reads it now, with the text of its latest articles, as
          they would be stored.
        </p>
        <div className="mt-4 flex flex-wrap gap-2">
          <Button kind="primary" onClick={() => void collectNow([source])}>
            Collect now
          </Button>
          <ButtonLink to="/ops/sources/$id" params={{ id }}>
            Open the source
          </ButtonLink>
          <ButtonLink kind="quiet" to="/ops/sources/add" search={{}}>
            Add another
          </ButtonLink>
        </div>
        <div className="mt-3 empty:hidden">
          <CollectOutcome source={source} />
        </div>
      </Panel>
      <Panel title="Test">
        <TestPanel id={source.id} />
      </Panel>
    </>
  );
}
