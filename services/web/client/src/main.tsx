import "./styles.css";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { onSignedOut, queryClient } from "./api/query-client.ts";
import { rememberSignedIn, sessionQuery, wasSignedIn } from "./api/session.ts";
import { press } from "./keys/key-store.ts";
import { router } from "./router.tsx";
import { outageSince, watchOutage } from "./shell/outage.ts";

// Asked before anything is drawn: every page but those before the sign-in needs it.
if (wasSignedIn() && !/^\/(sign-in|setup|out)$/.test(window.location.pathname))
  void queryClient.prefetchQuery(sessionQuery);

onSignedOut(() => {
  rememberSignedIn(false);
  const { pathname, href } = router.state.location;
  if (pathname === "/sign-in" || pathname === "/setup" || pathname === "/out") return;
  queryClient.removeQueries();
  void router.navigate({ to: "/sign-in", search: { next: href, why: "ended" } });
});

// A page that could not be opened while the server was away opens by itself.
watchOutage(() => {
  if (outageSince() === null) void router.invalidate();
});

document.addEventListener("keydown", (event) => {
  if (!event.defaultPrevented && press(event)) event.preventDefault();
});

const place = document.getElementById("app");
if (!place) throw new Error("index.html has no #app");
createRoot(place).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
