import type { ReactElement, ReactNode } from "react";

import { useTitle } from "./page.tsx";

/** The frame of a page that is one long list: the title and the filters stay, the list scrolls. */
export function ListPage({
  title,
  actions,
  above,
  children,
}: {
  title: string;
  actions?: ReactNode;
  /** Filters and tabs. */
  above?: ReactNode;
  children: ReactNode;
}): ReactElement {
  useTitle(title);
  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-col gap-3 border-b border-line px-4 pt-4 pb-3 md:px-6">
        <header className="flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <h1 className="min-w-0 text-xl font-semibold tracking-tight">{title}</h1>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
        {above}
      </div>
      <div className="relative min-h-0 flex-1">{children}</div>
    </div>
  );
}
