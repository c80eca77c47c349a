import { CircleUserRound } from "lucide-react";
import type { ButtonHTMLAttributes, ReactElement, Ref } from "react";

import { useMe } from "../api/session.ts";

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { ref?: Ref<HTMLButtonElement> };

/** Who is signed in. */
export function PersonButton(props: Props): ReactElement {
  const { user } = useMe();
  return (
    <button
      type="button"
      aria-label={`Account of ${user.username}`}
      {...props}
      className="flex h-8 items-center gap-2 rounded-md px-2 text-[0.875rem] hover:bg-hover"
    >
      <CircleUserRound size={18} aria-hidden className="text-muted" />
      <span className="max-w-40 truncate max-sm:hidden">{user.name ?? user.username}</span>
    </button>
  );
}
