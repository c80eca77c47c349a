import { Search } from "lucide-react";
import { useEffect, useRef, useState, type ReactElement } from "react";

import { useKeys } from "../keys/use-keys.ts";

/**
 * The filter of a list. What is written takes effect after a short pause, or at once with Enter; Esc goes back to the
 * list. `/` leads here.
 */
export function FilterBox({
  value,
  onChange,
  label,
  placeholder,
  isBesideOthers = false,
}: {
  value: string;
  onChange: (value: string) => void;
  label: string;
  placeholder: string;
  /** It shares its line on a telephone too. */
  isBesideOthers?: boolean;
}): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState(value);
  const [seen, setSeen] = useState(value);
  // The address changed (back, a chip that was removed): it wins over the draft.
  if (seen !== value) {
    setSeen(value);
    setDraft(value);
  }
  useEffect(() => {
    if (draft === value) return undefined;
    const timer = setTimeout(() => onChange(draft), 250);
    return () => clearTimeout(timer);
  }, [draft, value, onChange]);
  useKeys("Page", {
    filter: { key: "/", label: "Filter this list", run: () => input.current?.select() },
  });
  return (
    <div className={`relative flex-1 ${isBesideOthers ? "min-w-36" : "min-w-48"}`}>
      <Search size={15} aria-hidden className="pointer-events-none absolute top-2 left-2.5 text-faint" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={draft}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") onChange(draft);
          if (event.key !== "Escape") return;
          // The browser would empty it.
          event.preventDefault();
          input.current?.blur();
        }}
        className="h-8 w-full rounded-md border border-line bg-bg pr-2 pl-8 text-[0.875rem] text-text focus:border-accent"
      />
    </div>
  );
}
