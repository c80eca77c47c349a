import { useRouter } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { ErrorPanel } from "../kit/states.tsx";
import { OutageBanner } from "./outage-banner.tsx";

/** In place of every page while the server cannot say who is signed in. */
export function NoEntry({ error }: { error: unknown }): ReactElement {
  const router = useRouter();
  return (
    <main>
      <OutageBanner />
      <h1 className="sr-only">CTI Scraper</h1>
      <ErrorPanel error={error} retry={() => void router.invalidate()} />
    </main>
  );
}
