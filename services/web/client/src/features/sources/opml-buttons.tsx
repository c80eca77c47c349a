import { Download, Upload } from "lucide-react";
import { lazy, Suspense, type ReactElement } from "react";

import { api } from "../../api/client.ts";
import { useMe, useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { saveFile } from "../../kit/save-file.ts";
import { errorText } from "../../kit/states.tsx";
import { say } from "../../shell/bar-store.ts";

const ImportDialog = lazy(() =>
  import("./import-dialog.tsx").then(({ ImportDialog }) => ({ default: ImportDialog })),
);

/** The list of sources in and out, as other feed readers know it. */
export function OpmlButtons({
  importing,
  onImporting,
}: {
  importing: boolean;
  onImporting: (open: boolean) => void;
}): ReactElement {
  const { scopes } = useMe();
  const { operate } = useRights();
  return (
    <>
      {operate && (
        <Button icon={<Upload size={15} aria-hidden />} onClick={() => onImporting(true)}>
          <span className="max-sm:sr-only">Import OPML</span>
        </Button>
      )}
      {scopes.includes("export") && (
        <Button icon={<Download size={15} aria-hidden />} onClick={() => void takeOut()}>
          <span className="max-sm:sr-only">Export OPML</span>
        </Button>
      )}
      <Suspense>{importing && <ImportDialog onClose={() => onImporting(false)} />}</Suspense>
    </>
  );
}

async function takeOut(): Promise<void> {
  try {
    let text = "";
    for await (const part of api.exportOpml()) text += part;
    saveFile("sources.opml", "text/x-opml", text);
    say("Saved sources.opml");
  } catch (error) {
    say(`Nothing was exported: ${errorText(error).title}`, "bad");
  }
}
