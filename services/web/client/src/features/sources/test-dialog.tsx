import type { ReactElement } from "react";

import { Dialog } from "../../kit/dialog.tsx";
import { visible } from "../../kit/remote.tsx";
import type { SourceLine } from "./queries.ts";
import { TestPanel } from "./test-panel.tsx";

export function TestDialog({ source, onClose }: { source: SourceLine; onClose: () => void }): ReactElement {
  return (
    <Dialog title={`Test: ${visible(source.name)}`} open wide onClose={onClose}>
      <TestPanel id={source.id} />
    </Dialog>
  );
}
