import { useEffect, useState, useSyncExternalStore, type ReactElement } from "react";

import { queryClient } from "../api/query-client.ts";
import { endOutage, outageSince, watchOutage } from "./outage.ts";

/** Who is not known to the server is told no more than the status. */
type Component = { status: string; message?: string };

/**
 * While the server does not answer as it should: why, as far as it can say so itself. It is asked every few seconds, and
 * when it is well again everything on the page is read again.
 */
export function OutageBanner(): ReactElement | null {
  const since = useSyncExternalStore(watchOutage, outageSince);
  const [cause, setCause] = useState("");
  useEffect(() => {
    if (since === null) return undefined;
    const stopped = new AbortController();
    const look = async (): Promise<void> => {
      const found = await askHealth(stopped.signal);
      if (stopped.signal.aborted) return;
      setCause(found ?? "");
      if (found !== null) return;
      endOutage();
      await queryClient.invalidateQueries();
    };
    void look();
    const timer = setInterval(() => void look(), 5_000);
    return () => {
      stopped.abort();
      clearInterval(timer);
    };
  }, [since]);
  if (since === null) return null;
  return (
    <p role="alert" className="border-b border-bad bg-bad-soft px-3 py-1.5 text-small text-bad">
      {cause || "The server does not answer."} What you see may be old. This page tries again by itself.
    </p>
  );
}

/** In words why nothing can be answered; null when all that questions need is there. */
async function askHealth(signal: AbortSignal): Promise<string | null> {
  // Without the cookie: without its database the server cannot look up whose it is, and would answer nothing.
  const response = await fetch("/health", { signal, credentials: "omit" }).catch(() => null);
  if (!response) return "The server does not answer.";
  const report = (await response.json().catch(() => null)) as {
    components?: Record<string, Component>;
  } | null;
  if (!report?.components) return "The server does not answer.";
  // What else is in error (a source, a schedule) keeps no page from being read.
  const broken = ["database", "queue"].find((name) => report.components?.[name]?.status === "error");
  if (broken === undefined) return null;
  return report.components[broken]?.message ?? `The ${broken} does not answer.`;
}
