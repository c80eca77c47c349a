import { LoaderCircle } from "lucide-react";
import type { ReactElement } from "react";

/** Something outside is asked and takes its time: what, rather than grey lines. */
export function Waiting({ label }: { label: string }): ReactElement {
  return (
    <p role="status" className="flex items-center gap-2 py-6 text-muted">
      <LoaderCircle size={16} aria-hidden className="animate-spin" />
      {label}
    </p>
  );
}
