import { fields } from "@cti/pipeline/query/fields";
import type { ReactElement } from "react";

import { Dialog } from "../../kit/dialog.tsx";

const words = [
  ["lumma stealer", "both words"],
  ['"fake captcha"', "these words in this order"],
  ["rans*", "words that begin so"],
  ["lumma -hotel", "without this word; NOT hotel is the same"],
  ["akira OR lockbit", "one of them; AND goes without saying"],
  ["(has:ioc OR hunt>=60) tier:1", "parentheses group"],
  ["203[.]0[.]113[.]7", "a pasted indicator, defanged or not"],
] as const;

/** The search language on one sheet. A field is put into the search by a click. */
export function SearchHelp({
  onPick,
  onClose,
}: {
  onPick: (text: string) => void;
  onClose: () => void;
}): ReactElement {
  return (
    <Dialog title="How to search" open onClose={onClose} wide>
      <p className="mb-3 text-muted">
        The same language works here, in <code className="font-mono text-small">./run_cli.sh search</code> and
        in the API. Pick an example to search for it.
      </p>
      <h3 className="overline-label mb-1">Words</h3>
      <Rows rows={words} onPick={onPick} />
      <h3 className="overline-label mt-5 mb-1">Fields</h3>
      <Rows rows={fields.map(({ example, meaning }) => [example, meaning])} onPick={onPick} />
      <p className="mt-4 text-small text-muted">
        Several values: <code className="font-mono">lang:en,de</code>. Numbers take &gt;=, &gt;, &lt;=, &lt;
        and =.
      </p>
    </Dialog>
  );
}

function Rows({
  rows,
  onPick,
}: {
  rows: readonly (readonly [example: string, meaning: string])[];
  onPick: (text: string) => void;
}): ReactElement {
  return (
    <ul>
      {rows.map(([example, meaning]) => (
        <li key={example} className="border-b border-line last:border-0">
          <button
            type="button"
            className="grid w-full gap-x-4 rounded px-1 py-1.5 text-left hover:bg-hover sm:grid-cols-[15rem_1fr]"
            onClick={() => onPick(example)}
          >
            <code className="font-mono text-small text-accent">{example}</code>
            <span className="text-small">{meaning}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
