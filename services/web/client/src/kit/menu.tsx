import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";

export type MenuItem = { name: ReactNode; onPick: () => void; hint?: string };

/** Where menus are put: at the end of the body they would stand outside of every landmark. */
const page = {
  get current(): HTMLElement | null {
    return document.getElementById("main");
  },
};

/** A button that opens a list of things to do. */
export function Menu({ trigger, items }: { trigger: ReactElement; items: MenuItem[] }): ReactElement {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal container={page}>
        <Base.Positioner sideOffset={4} className="z-50">
          <Base.Popup className="min-w-44 rounded-lg border border-line-strong bg-surface p-1 shadow-panel">
            {items.map((item, index) => (
              <Base.Item
                key={index}
                onClick={item.onPick}
                className="flex cursor-pointer items-center justify-between gap-6 rounded-md px-2.5 py-1.5 text-[0.875rem] data-highlighted:bg-hover"
              >
                {item.name}
                {item.hint && <kbd className="text-tiny text-faint">{item.hint}</kbd>}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
