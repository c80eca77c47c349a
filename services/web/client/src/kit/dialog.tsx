import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useInsertionEffect, useLayoutEffect, useRef, type ReactElement, type ReactNode } from "react";

import { useKeyLayer } from "../keys/use-keys.ts";
import { IconButton } from "./button.tsx";

/** A window over the page: for choosing and writing, never for "are you sure" of what can be undone. */
export function Dialog({
  title,
  open,
  onClose,
  children,
  wide = false,
}: {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
}): ReactElement {
  const opener = useOpener(open);
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/55" />
        <Base.Popup
          finalFocus={opener}
          className={`fixed inset-x-3 top-[8vh] z-50 mx-auto flex max-h-[84vh] flex-col rounded-xl border border-line-strong bg-surface shadow-panel ${wide ? "max-w-4xl" : "max-w-xl"}`}
        >
          <Over />
          <header className="flex items-center justify-between gap-4 border-b border-line px-4 py-2">
            <Base.Title className="text-base font-semibold">{title}</Base.Title>
            <Base.Close render={<IconButton label="Close" icon={<X size={18} aria-hidden />} />} />
          </header>
          <div className="overflow-y-auto p-4">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Where somebody was who opened the window, and is again when it closes; found before a field in it takes the focus. */
function useOpener(open: boolean): () => HTMLElement | true {
  const opener = useRef<Element>(null);
  useInsertionEffect(() => {
    if (open) opener.current = document.activeElement;
  }, [open]);
  return () => {
    const from = opener.current;
    return from instanceof HTMLElement && from.isConnected && from !== document.body ? from : true;
  };
}

let standing = 0;

/** While it stands, the page below rests: its keys, and all that could have the focus or be read out. */
function Over(): null {
  useKeyLayer();
  useLayoutEffect(() => {
    const page = document.querySelector("#app");
    const rest = (by: number): void => {
      standing += by;
      page?.toggleAttribute("inert", standing > 0);
    };
    rest(1);
    return () => rest(-1);
  }, []);
  return null;
}
