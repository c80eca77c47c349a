import type { ReactElement } from "react";

/** Words of the search language, or what a sentence means. */
export function ModeSwitch({
  isMeaning,
  onChange,
}: {
  isMeaning: boolean;
  onChange: (isMeaning: boolean) => void;
}): ReactElement {
  const choices = [
    [false, "Words"],
    [true, "Meaning"],
  ] as const;
  return (
    <div role="group" aria-label="Search by" className="flex shrink-0 rounded-md border border-line p-px">
      {choices.map(([meaning, name]) => (
        <button
          key={name}
          type="button"
          aria-pressed={isMeaning === meaning}
          onClick={() => onChange(meaning)}
          className={`h-7 rounded px-2 text-small ${isMeaning === meaning ? "bg-selected font-medium text-text" : "text-muted hover:text-text"}`}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
