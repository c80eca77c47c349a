import { Link, type LinkProps } from "@tanstack/react-router";
import { useEffect, useRef, type ReactElement, type ReactNode } from "react";

export type TabLink = LinkProps & {
  name: string;
  count?: ReactNode;
  current: boolean;
  /** Only where panes do not stand side by side. */ narrow?: boolean;
};

/** Parts of a page that are addresses: the open one is in the URL. */
export function TabLinks({ label, tabs }: { label: string; tabs: TabLink[] }): ReactElement {
  const strip = useRef<HTMLElement>(null);
  const shown = tabs.map(({ name, count, current }) => `${name} ${current} ${count !== undefined}`).join();
  // On a narrow screen the open one may stand beyond the edge.
  useEffect(() => {
    strip.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [shown]);
  return (
    <nav ref={strip} aria-label={label} className="-mb-px flex gap-1 overflow-x-auto border-b border-line">
      {tabs.map(({ name, count, current, narrow = false, ...link }) => (
        <Link
          key={name}
          {...link}
          // Else the first one, whose address is the bare page, would count as open beside whichever is.
          activeOptions={{ exact: true }}
          aria-current={current ? "page" : undefined}
          className={`inline-flex h-9 items-center gap-1.5 border-b-2 px-2.5 text-[0.875rem] font-medium whitespace-nowrap ${narrow ? "lg:hidden" : ""} ${
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
