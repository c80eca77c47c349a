import { Undo2, X } from "lucide-react";
import { useEffect, useState, useSyncExternalStore, type ReactElement, type ReactNode } from "react";
import { createPortal } from "react-dom";

import { useKeys } from "../keys/use-keys.ts";
import { Button, IconButton } from "../kit/button.tsx";
import { currentMessage, dismissMessage, undoLast, undoThis, watchBar } from "./bar-store.ts";

const slot = "bar-slot";

/** The bar at the bottom: what is selected and what can be done with it, and what happened last. */
export function Bar(): ReactElement {
  const message = useSyncExternalStore(watchBar, currentMessage);
  useKeys("Everywhere", { undo: { key: "z", label: "Undo", run: () => void undoLast() } });
  useEffect(() => {
    if (!message || message.tone === "bad") return undefined;
    const timer = setTimeout(dismissMessage, message.undo ? 12_000 : 6_000);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <footer
      aria-label="Selection and messages"
      className="z-20 flex min-h-9 flex-wrap items-center justify-between gap-x-4 border-t border-line bg-surface px-3 py-0.5 text-small"
    >
      <div id={slot} className="flex flex-wrap items-center gap-2" />
      <div className="ml-auto flex min-w-0 items-center gap-2">
        <span
          role="status"
          aria-live="polite"
          className={`min-w-0 ${message?.tone === "bad" ? "text-bad" : "text-muted"}`}
        >
          {message?.text}
        </span>
        {message?.undo && (
          <Button
            size="small"
            action="everywhere.undo"
            icon={<Undo2 size={14} aria-hidden />}
            onClick={() => void undoThis(message)}
          >
            Undo
          </Button>
        )}
        {message && (
          <IconButton
            label="Close message"
            icon={<X size={14} aria-hidden />}
            className="!size-6"
            onClick={dismissMessage}
          />
        )}
      </div>
    </footer>
  );
}

/** Puts what a page has to say about its selection into the bar. */
export function InBar({ children }: { children: ReactNode }): ReactNode {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  useEffect(() => setPlace(document.getElementById(slot)), []);
  return place && createPortal(children, place);
}
