import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";

export type TabLink = LinkProps & {
  name: string;
  count?: ReactNode;
  current: boolean;
  /** Only where panes do not stand side by side. */ narrow?: boolean;
};

/** Parts of a page that are addresses: the open one is in the URL. */
export function TabLinks({ label, tabs }: { label: string; tabs: TabLink[] }): ReactElement {
  return (
    <nav aria-label={label} className="-mb-px flex gap-1 overflow-x-auto border-b border-line">
      {tabs.map(({ name, count, current, narrow = false, ...link }) => (
        <Link
          key={name}
          {...link}
          aria-current={current ? "page" : undefined}
          className={`inline-flex h-9 items-center gap-1.5 border-b-2 px-3 text-[0.875rem] font-medium whitespace-nowrap ${narrow ? "lg:hidden" : ""} ${
            current ? "border-accent text-text" : "border-transparent text-muted hover:text-text"
          }`}
        >
          {name}
          {count !== undefined && <span className="text-tiny text-faint">{count}</span>}
        </Link>
      ))}
    </nav>
  );
}
