import { Link, type LinkProps } from "@tanstack/react-router";
import {
  Activity,
  BrainCircuit,
  Bookmark,
  Crosshair,
  FileText,
  Grid3x3,
  HeartPulse,
  Inbox,
  ListChecks,
  Rss,
  Settings,
  Users,
  type LucideIcon,
} from "lucide-react";
import type { ReactElement } from "react";

import { useRights } from "../api/session.ts";
import { keyHint } from "../keys/key-store.ts";
import { useBadges } from "./use-badges.ts";

type Place = {
  name: string;
  to: NonNullable<LinkProps["to"]>;
  icon: LucideIcon;
  /** After `g`. */
  key: string;
  badge?: "stories" | "sources" | "runs";
  needs?: "administer";
};

/** Where one can go, in the order of the menu. */
export const places: { analyse: Place[]; operate: Place[] } = {
  analyse: [
    { name: "Triage", to: "/", icon: Inbox, key: "t", badge: "stories" },
    { name: "Articles", to: "/articles", icon: FileText, key: "r" },
    { name: "Indicators", to: "/indicators", icon: Crosshair, key: "i" },
    { name: "Entities", to: "/entities", icon: Users, key: "e" },
    { name: "ATT&CK", to: "/attack", icon: Grid3x3, key: "a" },
    { name: "Searches", to: "/searches", icon: Bookmark, key: "s" },
  ],
  operate: [
    { name: "Sources", to: "/ops/sources", icon: Rss, key: "o", badge: "sources" },
    { name: "Runs", to: "/ops/runs", icon: Activity, key: "u", badge: "runs" },
    { name: "Jobs", to: "/ops/jobs", icon: ListChecks, key: "j" },
    { name: "Models", to: "/ops/models", icon: BrainCircuit, key: "m" },
    { name: "Health", to: "/ops/health", icon: HeartPulse, key: "h" },
    { name: "Admin", to: "/admin", icon: Settings, key: "d", needs: "administer" },
  ],
};

export function usePlaces(): typeof places {
  const rights = useRights();
  const open = ({ needs }: Place): boolean => !needs || rights.administer || rights.operate;
  return { analyse: places.analyse, operate: places.operate.filter(open) };
}

/** Where there is little room only its pictures stay. */
export function Nav(): ReactElement {
  const { analyse, operate } = usePlaces();
  return (
    <nav
      aria-label="Main"
      className="flex h-full w-52 flex-col gap-0.5 overflow-x-clip overflow-y-auto border-r border-line bg-surface p-2 md:max-xl:w-14"
    >
      <Link
        to="/"
        className="mb-2 flex h-9 items-center gap-2.5 rounded-md px-2.5 font-semibold tracking-tight"
      >
        <span
          aria-hidden="true"
          className="size-3.5 shrink-0 rotate-45 rounded-[2px] border-[3px] border-accent"
        />
        <span className="md:max-xl:sr-only">CTI Scraper</span>
      </Link>
      {analyse.map((place) => (
        <NavLink key={place.name} place={place} />
      ))}
      <p className="overline-label mt-4 px-2.5 pb-1 md:max-xl:mx-1 md:max-xl:mt-2 md:max-xl:border-t md:max-xl:border-line">
        <span className="md:max-xl:sr-only">Operate</span>
      </p>
      {operate.map((place) => (
        <NavLink key={place.name} place={place} />
      ))}
    </nav>
  );
}

function NavLink({ place }: { place: Place }): ReactElement {
  const { icon: Icon, name, to, badge } = place;
  const hint = keyHint(`go.${name}`);
  return (
    <Link
      to={to}
      title={hint ? `${name} (${hint})` : name}
      activeOptions={{ exact: to === "/", includeSearch: false }}
      className="relative flex h-9 shrink-0 items-center gap-2.5 rounded-md px-2.5 text-[0.875rem] font-medium text-muted hover:bg-hover hover:text-text data-[status=active]:bg-selected data-[status=active]:text-text"
    >
      <Icon size={17} aria-hidden className="shrink-0" />
      <span className="flex-1 md:max-xl:sr-only">{name}</span>
      {badge && <NavBadge badge={badge} />}
    </Link>
  );
}

function NavBadge({ badge }: { badge: NonNullable<Place["badge"]> }): ReactElement | null {
  const { value, more, what, bad } = useBadges()[badge];
  if (value === 0) return null;
  return (
    <span
      className={`rounded-full px-1.5 text-tiny font-semibold md:max-xl:absolute md:max-xl:-top-0.5 md:max-xl:-right-1 md:max-xl:px-1 md:max-xl:text-[0.625rem] md:max-xl:leading-4 ${bad ? "bg-bad-soft text-bad" : "bg-raised text-muted"}`}
      aria-label={`${value}${more ? " or more" : ""} ${what}`}
      role="note"
    >
      {value}
      {more && "+"}
      {bad && <span className="md:max-xl:hidden"> !</span>}
    </span>
  );
}

/** The same on a narrow screen: the four most used at the bottom, the rest behind "More". */
export function BottomTabs({ onMore }: { onMore: () => void }): ReactElement {
  const shown = [places.analyse[0], places.analyse[1], places.analyse[2], places.operate[0]];
  return (
    <nav aria-label="Main" className="grid grid-cols-5 border-t border-line bg-surface md:hidden">
      {shown.map((place) => place && <TabLink key={place.name} place={place} />)}
      <button
        type="button"
        onClick={onMore}
        className="flex h-12 flex-col items-center justify-center gap-0.5 text-tiny text-muted"
      >
        <Grid3x3 size={18} aria-hidden />
        More
      </button>
    </nav>
  );
}

function TabLink({ place: { icon: Icon, name, to } }: { place: Place }): ReactElement {
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === "/", includeSearch: false }}
      className="flex h-12 flex-col items-center justify-center gap-0.5 text-tiny text-muted data-[status=active]:text-accent"
    >
      <Icon size={18} aria-hidden />
      {name}
    </Link>
  );
}
