import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Link2, Lock, Pencil, Trash2, Users } from "lucide-react";
import { lazy, Suspense, useState, type ReactElement } from "react";

import { useMe, useRights } from "../../api/session.ts";
import { ButtonLink, IconButton } from "../../kit/button.tsx";
import { copy, visible } from "../../kit/remote.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { Time } from "../../kit/time.tsx";
import { removeSearch } from "./change-searches.ts";
import { searchesQuery, type SavedSearch } from "./queries.ts";
import { describeView, filtersOf } from "./saved-search.ts";

const SearchForm = lazy(() => import("./search-form.tsx").then((file) => ({ default: file.SearchForm })));

/** Searches of the team and one's own, by name. A name leads to what it finds now. */
export function SavedSearches(): ReactElement {
  const query = useQuery(searchesQuery);
  const { write } = useRights();
  const [changing, setChanging] = useState<SavedSearch | null>(null);
  return (
    <>
      <Loaded query={query}>
        {(searches) =>
          searches.length === 0 ? (
            <Empty
              title="No saved searches yet"
              actions={<ButtonLink to="/articles">Go to Articles</ButtonLink>}
            >
              {write
                ? "Filter the articles as you need them and choose Save search: the search stays here, for you or for the team."
                : "Searches that analysts share with the team are listed here."}
            </Empty>
          ) : (
            <ul aria-label="Saved searches" className="flex flex-col">
              {searches.map((search) => (
                <SearchRow key={search.id} search={search} onChange={() => setChanging(search)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <Suspense>{changing && <SearchForm search={changing} onClose={() => setChanging(null)} />}</Suspense>
    </>
  );
}

function SearchRow({ search, onChange }: { search: SavedSearch; onChange: () => void }): ReactElement {
  const me = useMe();
  const { write, administer } = useRights();
  const { name, query, visibility, owner, updated_at, view, target, sort } = search;
  const mine = owner === me.user.username;
  const team = visibility === "team";
  const filters = filtersOf(search);
  const place =
    target === "stories"
      ? ({ to: "/", search: { ...(query && { q: query }), state: "all" } } as const)
      : ({ to: "/articles", search: filters } as const);
  const details = [
    describeView(view),
    sort && sort !== "newest" && `by ${sort}`,
    target === "stories" && "stories",
  ];
  const Icon = team ? Users : Lock;
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2 hover:bg-hover md:px-2">
      <div className="min-w-0 flex-1 basis-64">
        <Link {...place} className="font-semibold hover:underline">
          {visible(name)}
        </Link>
        <p className="flex flex-wrap gap-x-2 text-small text-muted">
          <code className="font-mono break-all">{visible(query) || "all articles"}</code>
          {details.filter(Boolean).length > 0 && (
            <span className="text-faint">{details.filter(Boolean).join(" · ")}</span>
          )}
        </p>
      </div>
      <p className="flex items-center gap-1.5 text-small text-muted">
        <Icon size={13} aria-hidden />
        {team ? "team" : "private"}
        {team && !mine && <span>· {visible(owner ?? "nobody any more")}</span>}
        <span className="text-faint">·</span> <Time at={updated_at} />
      </p>
      <div className="flex">
        <IconButton
          label={`Copy the link to ${visible(name)}`}
          icon={<Link2 size={15} aria-hidden />}
          onClick={() => void copy(linkTo(place), "the link")}
        />
        {write && (mine || (team && administer)) && (
          <>
            <IconButton
              label={`Change ${visible(name)}`}
              icon={<Pencil size={15} aria-hidden />}
              onClick={onChange}
            />
            <IconButton
              label={`Remove ${visible(name)}`}
              icon={<Trash2 size={15} aria-hidden />}
              onClick={() => void removeSearch(search)}
            />
          </>
        )}
      </div>
    </li>
  );
}

function linkTo({ to, search }: { to: string; search: Record<string, string | undefined> }): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value) params.set(name, value);
  return `${window.location.origin}${to}${params.size > 0 ? `?${params.toString()}` : ""}`;
}
