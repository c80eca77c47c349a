import type { ReactElement, ReactNode } from "react";

/** The room of a page that scrolls; by keys too where nothing in it can be tabbed to (WCAG 2.1.1). */
export function Scroll({ label, children }: { label: string; children: ReactNode }): ReactElement {
  return (
    <div
      role="group"
      aria-label={label}
      tabIndex={0}
      className="h-full overflow-y-auto outline-offset-[-2px]"
    >
      {children}
    </div>
  );
}
