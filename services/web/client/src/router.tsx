import { ApiProblem } from "@cti/contract/client";
import { createRootRoute, createRoute, createRouter, Outlet, redirect } from "@tanstack/react-router";

import { api } from "./api/client.ts";
import { queryClient } from "./api/query-client.ts";
import { sessionQuery, wasSignedIn } from "./api/session.ts";
import { searchFormat, texts } from "./kit/search-params.ts";
import { ErrorPanel, Loading } from "./kit/states.tsx";
import { lazyPage } from "./shell/lazy-page.ts";
import { NoEntry } from "./shell/no-entry.tsx";
import { NotFound } from "./shell/not-found.tsx";
import { Shell } from "./shell/shell.tsx";

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

/** Everything behind the sign-in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ location }) => {
    if (!wasSignedIn()) await leadToDoor(location.href);
    try {
      const session = await queryClient.ensureQueryData(sessionQuery);
      if (session.user.must_change_password && location.pathname !== "/account")
        throw redirect({ to: "/account", search: { tab: "password" } });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) await leadToDoor(location.href);
      throw error;
    }
  },
  component: Shell,
  errorComponent: NoEntry,
});

/** Sends who is not signed in to the sign-in, or to the first account where there is none. */
async function leadToDoor(href: string): Promise<void> {
  const { needed, signed_in: signedIn } = await api.getSetup();
  if (needed) throw redirect({ to: "/setup" });
  if (!signedIn) throw redirect({ to: "/sign-in", search: { next: href } });
}

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  validateSearch: texts("token"),
  component: lazyPage(() => import("./features/account/setup-page.tsx"), "SetupPage"),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: texts("next", "why", "login_error"),
  component: lazyPage(() => import("./features/account/sign-in-page.tsx"), "SignInPage"),
});

/** Where links to the outside lead first. */
const out = createRoute({
  getParentRoute: () => root,
  path: "/out",
  validateSearch: texts("url"),
  component: lazyPage(() => import("./features/articles/out-page.tsx"), "OutPage"),
});

const triage = createRoute({
  getParentRoute: () => inside,
  path: "/",
  validateSearch: texts(
    "state",
    "sort",
    "since",
    "q",
    "story",
    "source",
    "entity",
    "tag",
    "assignee",
    "starred",
    "watched",
    "tab",
    "article",
    "kind",
    "login_error",
  ),
  component: lazyPage(() => import("./features/triage/triage-page.tsx"), "TriagePage"),
});

const story = createRoute({
  getParentRoute: () => inside,
  path: "/stories/$id",
  validateSearch: texts("tab", "article", "kind"),
  component: lazyPage(() => import("./features/stories/story-page.tsx"), "StoryPage"),
});

const articles = createRoute({
  getParentRoute: () => inside,
  path: "/articles",
  validateSearch: texts(
    "q",
    "sort",
    "source",
    "tag",
    "language",
    "since",
    "until",
    "state",
    "rejected",
    "incomplete",
    "mode",
    "article",
  ),
  component: lazyPage(() => import("./features/articles/articles-page.tsx"), "ArticlesPage"),
});

const article = createRoute({
  getParentRoute: () => inside,
  path: "/articles/$id",
  validateSearch: texts("tab", "entity", "at", "from", "to", "type", "show", "kind"),
  component: lazyPage(() => import("./features/articles/article-page.tsx"), "ArticlePage"),
});

const indicators = createRoute({
  getParentRoute: () => inside,
  path: "/indicators",
  validateSearch: texts(
    "q",
    "type",
    "status",
    "role",
    "source",
    "confidence",
    "sort",
    "since",
    "story",
    "columns",
    "view",
  ),
  component: lazyPage(() => import("./features/indicators/indicators-page.tsx"), "IndicatorsPage"),
});

const indicator = createRoute({
  getParentRoute: () => inside,
  path: "/indicators/$id",
  validateSearch: texts("tab"),
  component: lazyPage(() => import("./features/entities/entity-page.tsx"), "EntityPage"),
});

const entities = createRoute({
  getParentRoute: () => inside,
  path: "/entities",
  validateSearch: texts("q", "type", "status", "sort", "since"),
  component: lazyPage(() => import("./features/entities/entities-page.tsx"), "EntitiesPage"),
});

const entity = createRoute({
  getParentRoute: () => inside,
  path: "/entities/$id",
  validateSearch: texts("tab"),
  component: lazyPage(() => import("./features/entities/entity-page.tsx"), "EntityPage"),
});

const attack = createRoute({
  getParentRoute: () => inside,
  path: "/attack",
  validateSearch: texts(
    "days",
    "entity",
    "platform",
    "technique",
    "count",
    "least",
    "all",
    "sub",
    "names",
    "domain",
  ),
  component: lazyPage(() => import("./features/attack/attack-page.tsx"), "AttackPage"),
});

const searches = createRoute({
  getParentRoute: () => inside,
  path: "/searches",
  validateSearch: texts("tab"),
  component: lazyPage(() => import("./features/searches/searches-page.tsx"), "SearchesPage"),
});

const sources = createRoute({
  getParentRoute: () => inside,
  path: "/ops/sources",
  validateSearch: texts("q", "state", "tier", "kind", "tag", "sort"),
  component: lazyPage(() => import("./features/sources/sources-page.tsx"), "SourcesPage"),
});

const addSource = createRoute({
  getParentRoute: () => inside,
  path: "/ops/sources/add",
  validateSearch: texts("url"),
  component: lazyPage(() => import("./features/sources/add-source-page.tsx"), "AddSourcePage"),
});

const source = createRoute({
  getParentRoute: () => inside,
  path: "/ops/sources/$id",
  validateSearch: texts("tab"),
  component: lazyPage(() => import("./features/sources/source-page.tsx"), "SourcePage"),
});

const runs = createRoute({
  getParentRoute: () => inside,
  path: "/ops/runs",
  validateSearch: texts("kind", "status", "since", "until", "trigger", "all"),
  component: lazyPage(() => import("./features/runs/runs-page.tsx"), "RunsPage"),
});

const run = createRoute({
  getParentRoute: () => inside,
  path: "/ops/runs/$id",
  validateSearch: texts("with"),
  component: lazyPage(() => import("./features/runs/run-page.tsx"), "RunPage"),
});

const jobs = createRoute({
  getParentRoute: () => inside,
  path: "/ops/jobs",
  validateSearch: texts("tab", "queue", "state", "name", "job", "outcome", "since", "error", "worker", "all"),
  component: lazyPage(() => import("./features/jobs/jobs-page.tsx"), "JobsPage"),
});

const health = createRoute({
  getParentRoute: () => inside,
  path: "/ops/health",
  validateSearch: texts("day"),
  component: lazyPage(() => import("./features/health/health-page.tsx"), "HealthPage"),
});

const models = createRoute({
  getParentRoute: () => inside,
  path: "/ops/models",
  component: lazyPage(() => import("./features/models/models-page.tsx"), "ModelsPage"),
});

const admin = createRoute({
  getParentRoute: () => inside,
  path: "/admin",
  validateSearch: texts("tab", "q", "user", "tenant", "action", "actor", "since", "until"),
  component: lazyPage(() => import("./features/admin/admin-page.tsx"), "AdminPage"),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: "/account",
  validateSearch: texts("tab"),
  component: lazyPage(() => import("./features/account/account-page.tsx"), "AccountPage"),
});

const routeTree = root.addChildren([
  setup,
  signIn,
  out,
  inside.addChildren([
    triage,
    story,
    articles,
    article,
    indicators,
    indicator,
    entities,
    entity,
    attack,
    searches,
    sources,
    addSource,
    source,
    runs,
    run,
    jobs,
    health,
    models,
    admin,
    account,
  ]),
]);

export const router = createRouter({
  routeTree,
  ...searchFormat,
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultPendingComponent: Loading,
  defaultPendingMs: 300,
  defaultErrorComponent: ({ error }) => <ErrorPanel error={error} retry={() => void router.invalidate()} />,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
