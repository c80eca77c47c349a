import { Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState, type ReactElement } from "react";

import { queryClient } from "../api/query-client.ts";
import { useMe } from "../api/session.ts";
import { bindingsNow, type Binding } from "../keys/key-store.ts";
import { useKeys } from "../keys/use-keys.ts";
import { useMedia } from "../kit/use-media.ts";
import { useRefetchOn } from "../kit/use-refetch-on.ts";
import { startLive, useLive } from "../live/live.ts";
import { Bar } from "./bar.tsx";
import { BottomTabs, Nav, usePlaces } from "./nav.tsx";
import { OutageBanner } from "./outage-banner.tsx";
import { usePreferences } from "./preferences.ts";
import { showFocus } from "./show-focus.ts";
import { SideMenu } from "./side-menu.tsx";
import { useTheme } from "./theme.ts";
import { titleCutTexts } from "./title-cut-texts.ts";
import { TopBar } from "./top-bar.tsx";

const Help = lazy(() => import("./help.tsx").then(({ Help }) => ({ default: Help })));
const Palette = lazy(() => import("./palette.tsx").then(({ Palette }) => ({ default: Palette })));

/** The frame around every page of somebody who is signed in. */
export function Shell(): ReactElement {
  const [over, setOver] = useState<{ what: "help" | "palette"; bindings: Binding[] } | null>(null);
  const [asked, setMenu] = useState(false);
  const menu = useMedia("(max-width: 767px)") && asked;
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => setMenu(false), [path]);
  const { user } = useMe();
  // Until the password is changed the server answers nothing else.
  useEffect(() => (user.must_change_password ? undefined : startLive()), [user.must_change_password]);
  useLiveLists();
  usePreferences();
  useEffect(titleCutTexts, []);
  useEffect(showFocus, []);
  const open = (what: "help" | "palette"): void => setOver({ what, bindings: bindingsNow() });
  useShellKeys(open);
  return (
    <div className="flex h-dvh">
      <a
        href="#main"
        inert={menu}
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-md focus:bg-accent-strong focus:px-3 focus:py-1.5 focus:text-on-accent"
      >
        Skip to content
      </a>
      <div className="max-md:hidden">
        <Nav />
      </div>
      {menu && <SideMenu onClose={() => setMenu(false)} />}
      <div className="flex min-w-0 flex-1 flex-col" inert={menu}>
        <TopBar onSearch={() => open("palette")} onHelp={() => open("help")} />
        <OutageBanner />
        <Insecure />
        <main id="main" tabIndex={-1} className="min-h-0 flex-1 outline-none">
          <Outlet />
        </main>
        <Bar />
        <BottomTabs onMore={() => setMenu(true)} />
      </div>
      <Suspense>
        {over?.what === "help" && <Help bindings={over.bindings} onClose={() => setOver(null)} />}
        {over?.what === "palette" && <Palette bindings={over.bindings} onClose={() => setOver(null)} />}
      </Suspense>
    </div>
  );
}

function useShellKeys(open: (what: "help" | "palette") => void): void {
  const navigate = useNavigate();
  const { analyse, operate } = usePlaces();
  const [theme, setTheme] = useTheme();
  useKeys("Everywhere", {
    palette: { key: "mod+k", label: "Search or jump", run: () => open("palette") },
    help: { key: "?", label: "Keys and help", run: () => open("help") },
    theme: {
      key: "Shift+t",
      label: "Dark or light",
      run: () => setTheme(theme === "light" ? "dark" : "light"),
    },
  });
  useKeys(
    "Go",
    Object.fromEntries(
      [...analyse, ...operate].map(({ name, to, key }) => [
        name,
        { key: `g ${key}`, label: name, run: () => void navigate({ to }) },
      ]),
    ),
  );
}

/** What happens on the server makes lists old; what people look at is asked again, now and then, and nothing jumps. */
function useLiveLists(): void {
  useRefetchOn(["run.progress", "run.finished", "missed"], ["runs", "run"]);
  useRefetchOn(["job.changed", "missed"], ["jobs"]);
  useRefetchOn(["run.finished", "source.health", "missed"], ["nav", "sources"]);
  useRefetchOn(["run.finished"], ["dashboard"]);
  useRefetchOn(["triage.changed"], ["nav"]);
  useLive(["session.revoked"], () => {
    queryClient.clear();
    window.location.assign("/sign-in?why=revoked");
  });
}

/** Over plain HTTP from another machine anybody on the way reads along: that is said as long as it is so. */
function Insecure(): ReactElement | null {
  const { insecure } = useMe();
  if (!insecure) return null;
  return (
    <p role="note" className="bg-warn-soft px-3 py-1 text-small text-warn">
      This connection is not encrypted: anybody between you and the server can read along and act as you. Put
      the proxy with TLS in front of it.
    </p>
  );
}
