import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

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
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/55" />
        <Base.Popup
          className={`fixed inset-x-3 top-[8vh] z-50 mx-auto flex max-h-[84vh] flex-col rounded-xl border border-line-strong bg-surface shadow-panel ${wide ? "max-w-4xl" : "max-w-xl"}`}
        >
          <KeyLayer />
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

/** While it stands, the keys of the page below rest. */
function KeyLayer(): null {
  useKeyLayer();
  return null;
}
