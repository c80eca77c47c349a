import { ChevronDown } from "lucide-react";
import { useEffect, useRef, type ReactElement, type ReactNode } from "react";

import { buttonClass } from "./button.tsx";

export type PickGroup = { name: string; options: readonly (readonly [value: string, label: string])[] };

/** A button that opens boxes to tick: several of some words. Esc and a click elsewhere close it. */
export function PickMany({
  label,
  groups,
  picked,
  onPick,
  children,
}: {
  /** What is picked, such as "Types". */
  label: string;
  groups: readonly PickGroup[];
  picked: readonly string[];
  onPick: (picked: string[]) => void;
  /** The words of the button; they contain the label. */
  children: ReactNode;
}): ReactElement {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      if (box.current?.open && !box.current.contains(event.target as Node)) box.current.open = false;
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || !box.current?.open) return;
      // Taken before the keys of the page see it: Esc means this box now.
      event.preventDefault();
      box.current.open = false;
      if (box.current.contains(document.activeElement)) box.current.querySelector("summary")?.focus();
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("focusin", close);
    document.addEventListener("keydown", escape, true);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("focusin", close);
      document.removeEventListener("keydown", escape, true);
    };
  }, []);
  return (
    <details ref={box} className="relative">
      <summary className={`${buttonClass()} list-none [&::-webkit-details-marker]:hidden`}>
        {children}
        <ChevronDown size={14} aria-hidden className="text-faint" />
      </summary>
      <div className="absolute left-0 z-30 mt-1 max-h-[60vh] w-64 max-md:fixed max-md:inset-x-4 max-md:w-auto overflow-y-auto rounded-lg border border-line-strong bg-surface p-2 shadow-panel">
        {groups.map(({ name, options }) => (
          <fieldset key={name} aria-label={`${label}: ${name}`} className="not-first:mt-2">
            <legend className="overline-label px-1.5 pb-0.5">{name}</legend>
            {options.map(([value, text]) => (
              <label
                key={value}
                className="flex h-7 cursor-pointer items-center gap-2 rounded px-1.5 text-[0.875rem] hover:bg-hover"
              >
                <input
                  type="checkbox"
                  className="size-4 accent-accent-strong"
                  checked={picked.includes(value)}
                  onChange={(event) =>
                    onPick(
                      event.target.checked ? [...picked, value] : picked.filter((other) => other !== value),
                    )
                  }
                />
                {text}
              </label>
            ))}
          </fieldset>
        ))}
        {picked.length > 0 && (
          <button
            type="button"
            className="mt-1 h-7 w-full rounded px-1.5 text-left text-small text-muted hover:bg-hover hover:text-text"
            onClick={() => onPick([])}
          >
            Clear
          </button>
        )}
      </div>
    </details>
  );
}
