import type { ReactElement, ReactNode } from "react";

/** The room below the tabs that scrolls, for what is not one long list. */
export function TabBody({ children }: { children: ReactNode }): ReactElement {
  return (
    <div className="h-full overflow-y-auto">
      <div className="flex max-w-[88rem] flex-col gap-4 p-4 md:p-6">{children}</div>
    </div>
  );
}
