import { useQuery } from "@tanstack/react-query";
import { Copy, Download } from "lucide-react";
import { useState, type ReactElement } from "react";

import { Button, buttonClass } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { Checkbox } from "../../kit/field.tsx";
import { count, plural } from "../../kit/number.ts";
import { copy } from "../../kit/remote.tsx";
import {
  curlCommand,
  exportCommand,
  exportPath,
  type ExportFormat,
  type IndicatorSearch,
} from "./filters.ts";
import { countQuery } from "./queries.ts";

const formats: readonly (readonly [format: ExportFormat, name: string, hint: string])[] = [
  ["csv", "CSV", "for spreadsheets; cells that would run as a formula are made harmless"],
  ["ndjson", "NDJSON", "one JSON object a line"],
  ["json", "JSON", "one array"],
  ["text", "Plain list", "one value a line"],
];

/** Everything that the filters let through, as a file, and how a program gets the same. */
export function ExportDialog({
  search,
  onClose,
}: {
  search: IndicatorSearch;
  onClose: () => void;
}): ReactElement {
  const [format, setFormat] = useState<ExportFormat>("csv");
  const [isDefanged, setDefanged] = useState(false);
  const path = exportPath(search, format, isDefanged);
  const command = exportCommand(search, format, isDefanged);
  return (
    <Dialog title="Export indicators" open onClose={onClose}>
      <div className="flex flex-col gap-4">
        <HowMany search={search} />
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 text-small font-medium text-muted">Format</legend>
          {formats.map(([value, name, hint]) => (
            <label key={value} className="flex items-start gap-2">
              <input
                type="radio"
                name="format"
                className="mt-0.5 size-5 shrink-0 accent-accent-strong"
                checked={format === value}
                onChange={() => setFormat(value)}
              />
              <span>
                {name} <span className="text-small text-faint">{hint}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Checkbox
          label="Defanged"
          hint="Values that nobody clicks by mistake: hxxps://evil[.]example"
          checked={isDefanged}
          onChange={(event) => setDefanged(event.target.checked)}
        />
        <div>
          <a href={path} download className={buttonClass("primary")}>
            <Download size={15} aria-hidden />
            Download
          </a>
        </div>
        {command && <Command name="On the command line" text={command} />}
        <Command
          name="Over the API, with a token of yours"
          text={curlCommand(window.location.origin, path)}
        />
      </div>
    </Dialog>
  );
}

function HowMany({ search }: { search: IndicatorSearch }): ReactElement {
  const { data, isError } = useQuery(countQuery(search));
  if (!data) return <p className="text-muted">{isError ? "They could not be counted." : "Counting …"}</p>;
  const { found, more } = data;
  return (
    <p>
      {more ? `More than ${count(found)} indicators` : plural(found, "indicator")}
      <span className="text-muted"> pass the filters of the list.</span>
    </p>
  );
}

function Command({ name, text }: { name: string; text: string }): ReactElement {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <h3 className="text-small font-medium text-muted">{name}</h3>
        <Button
          size="small"
          kind="quiet"
          icon={<Copy size={14} aria-hidden />}
          onClick={() => void copy(text, "the command")}
        >
          Copy
        </Button>
      </div>
      <code className="block rounded-md border border-line bg-bg px-2.5 py-2 font-mono text-tiny break-all">
        {text}
      </code>
    </div>
  );
}
