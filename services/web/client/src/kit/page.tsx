import type { ReactElement, ReactNode } from "react";
import { useEffect } from "react";

import { Scroll } from "./scroll.tsx";

/** The frame of a page that scrolls: its title, what can be done, and the rest. */
export function Page({
  title,
  heading,
  actions,
  children,
  wide = false,
}: {
  /** Of the browser's tab, and of the page unless `heading` is given. */
  title: string;
  heading?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  wide?: boolean;
}): ReactElement {
  useTitle(title);
  return (
    <Scroll label={title}>
      <div className={`mx-auto flex flex-col gap-4 p-4 md:p-6 ${wide ? "" : "max-w-[88rem]"}`}>
        <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <h1 className="min-w-0 text-xl font-semibold tracking-tight">{heading ?? title}</h1>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
        {children}
      </div>
    </Scroll>
  );
}

/** Names the browser's tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · CTI Scraper`;
  }, [title]);
}

/** A box with a heading. */
export function Panel({
  title,
  aside,
  children,
  flush = false,
}: {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  /** Without padding: for tables. */
  flush?: boolean;
}): ReactElement {
  return (
    <section className="rounded-lg border border-line bg-surface">
      {title && (
        <header className="flex min-h-11 flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-1.5">
          <h2 className="text-[0.9375rem] font-semibold">{title}</h2>
          {aside}
        </header>
      )}
      <div className={flush ? "overflow-x-auto" : "p-4"}>{children}</div>
    </section>
  );
}

/** Names and values, side by side. */
export function Facts({ rows }: { rows: [name: string, value: ReactNode][] }): ReactElement {
  return (
    <dl className="grid grid-cols-[minmax(7rem,max-content)_1fr] gap-x-4 gap-y-1.5">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
