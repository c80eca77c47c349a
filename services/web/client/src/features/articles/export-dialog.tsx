import { Copy, Download } from "lucide-react";
import { useState, type ReactElement } from "react";

import { Button, buttonClass } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { Field, Select } from "../../kit/field.tsx";
import { copy } from "../../kit/remote.tsx";
import type { ArticleFilters } from "./article-search.ts";
import { exportCommands, exportPath, type ExportFormat } from "./export-commands.ts";

const formats = [
  ["ndjson", "NDJSON: one article a line"],
  ["csv", "CSV: for a spreadsheet, formulas made harmless"],
  ["json", "JSON: one array"],
] as const;

/** All that the list shows, with its text, as a file or as a command. */
export function ExportDialog({
  filters,
  total,
  onClose,
}: {
  filters: ArticleFilters;
  /** "about 1,144 articles". */
  total: string;
  onClose: () => void;
}): ReactElement {
  const [format, setFormat] = useState<ExportFormat>("ndjson");
  const [now] = useState(() => new Date());
  const path = exportPath(filters, format, now);
  const commands = exportCommands(filters, format, { origin: window.location.origin, now });
  return (
    <Dialog title="Export" open onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-muted first-letter:uppercase">
          {total} with their text, as the filters of the list select them.
        </p>
        <Field label="Format">
          {(props) => (
            <Select
              {...props}
              value={format}
              options={formats}
              onChange={(event) => setFormat(event.target.value as ExportFormat)}
            />
          )}
        </Field>
        <a href={path} download={`articles.${format}`} className={`${buttonClass("primary")} self-start`}>
          <Download size={15} aria-hidden />
          Download {format.toUpperCase()}
        </a>
        {commands.map(({ name, command }) => (
          <div key={name}>
            <div className="flex items-center justify-between">
              <h3 className="text-small font-medium text-muted">{name}</h3>
              <Button
                kind="quiet"
                size="small"
                icon={<Copy size={13} aria-hidden />}
                onClick={() => void copy(command, "the command")}
              >
                Copy
              </Button>
            </div>
            <pre className="rounded-md border border-line bg-bg px-3 py-2 font-mono text-small break-all whitespace-pre-wrap">
              {command}
            </pre>
          </div>
        ))}
      </div>
    </Dialog>
  );
}
