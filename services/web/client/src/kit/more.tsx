import { ChevronRight } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

/** What is there for who wants it: a line that opens. */
export function More({
  summary,
  children,
  className = "",
}: {
  summary: ReactNode;
  children: ReactNode;
  className?: string;
}): ReactElement {
  return (
    <details className={`group/more min-w-0 text-small ${className}`}>
      <summary className="inline-flex min-h-6 max-w-full list-none items-center gap-1 text-muted hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={14}
          aria-hidden
          className="shrink-0 text-faint transition-transform group-open/more:rotate-90"
        />
        {summary}
      </summary>
      {children}
    </details>
  );
}
