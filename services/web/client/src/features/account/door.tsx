import type { ReactElement, ReactNode } from "react";

/** The frame of the pages before the sign-in. */
export function Door({
  title,
  children,
  wide = false,
}: {
  title: string;
  children: ReactNode;
  wide?: boolean;
}): ReactElement {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[12vh] pb-10">
      <div className={`flex w-full flex-col gap-5 ${wide ? "max-w-xl" : "max-w-sm"}`}>
        <p className="flex items-center gap-2.5 font-semibold tracking-tight text-muted">
          <span aria-hidden="true" className="size-3.5 rotate-45 rounded-[2px] border-[3px] border-accent" />
          CTI Scraper
        </p>
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        {children}
      </div>
    </main>
  );
}
