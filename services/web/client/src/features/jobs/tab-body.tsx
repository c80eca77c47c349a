import type { ReactElement, ReactNode } from "react";

import { Scroll } from "../../kit/scroll.tsx";

/** The room below the tabs that scrolls, for what is not one long list. */
export function TabBody({ label, children }: { label: string; children: ReactNode }): ReactElement {
  return (
    <Scroll label={label}>
      <div className="flex max-w-[88rem] flex-col gap-4 p-4 md:p-6">{children}</div>
    </Scroll>
  );
}
