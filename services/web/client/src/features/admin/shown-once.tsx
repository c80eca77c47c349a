import type { ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { copy } from "../../kit/remote.tsx";

/** A password that was made, for handing over. */
export function ShownOnce({
  title,
  password,
  onClose,
}: {
  title: string;
  password: string | null;
  onClose: () => void;
}): ReactElement {
  return (
    <Dialog title={title} open onClose={onClose}>
      {password && (
        <>
          <p className="text-muted">
            Give them this password by a way that only they read. It is not shown again, and they choose
            another one at the first sign-in.
          </p>
          <p className="my-4 rounded-md border border-line bg-bg p-3 font-mono break-all select-all">
            {password}
          </p>
        </>
      )}
      <div className="flex gap-2">
        {password && (
          <Button kind="primary" onClick={() => void copy(password, "the password")}>
            Copy
          </Button>
        )}
        <Button onClick={onClose}>Done</Button>
      </div>
    </Dialog>
  );
}
