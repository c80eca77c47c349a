import { CircleHelp, Search } from "lucide-react";
import { lazy, Suspense, type ReactElement } from "react";

import { useMe } from "../api/session.ts";
import { showKey } from "../keys/key-store.ts";
import { IconButton } from "../kit/button.tsx";
import { PersonButton } from "./person-button.tsx";

const PersonMenu = lazy(() =>
  import("./person-menu.tsx").then(({ PersonMenu }) => ({ default: PersonMenu })),
);

/** Above every page: search, help, the person. */
export function TopBar({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }): ReactElement {
  const me = useMe();
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line bg-surface px-3">
      <button
        type="button"
        onClick={onSearch}
        className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md border border-line bg-bg px-2.5 text-left text-[0.875rem] text-muted hover:border-line-strong md:max-w-xl"
      >
        <Search size={15} aria-hidden className="shrink-0" />
        <span className="flex-1 truncate">Search, paste an indicator, or jump to …</span>
        <kbd className="text-tiny text-faint max-sm:hidden">{showKey("mod+K")}</kbd>
      </button>
      <div className="ml-auto flex items-center gap-1">
        {me.tenants.length > 1 && (
          <span
            className="rounded border border-line px-2 py-0.5 text-small text-muted max-sm:hidden"
            title="Tenant"
          >
            {me.tenant.name}
          </span>
        )}
        <IconButton
          label="Keys and help"
          action="everywhere.help"
          icon={<CircleHelp size={18} aria-hidden />}
          onClick={onHelp}
        />
        <Suspense fallback={<PersonButton />}>
          <PersonMenu />
        </Suspense>
      </div>
    </header>
  );
}
