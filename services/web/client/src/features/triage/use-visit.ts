import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { api } from "../../api/client.ts";
import { preferencesQuery } from "./queries.ts";
import { visitNow } from "./visits.ts";

const page = "triage";
const pageBefore = "triage.before";
const every = 5 * 60_000;

/** Since when things are new to this person: the end of the visit before this one; undefined until that is known. */
export function useVisit(): string | null | undefined {
  const { data } = useQuery(preferencesQuery);
  const [since, setSince] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    if (!data) return;
    const visits = { last: data.visits[page] ?? null, before: data.visits[pageBefore] ?? null };
    // Once: what is remembered during this visit does not change when it began.
    setSince((known) => (known === undefined ? visitNow(visits, Date.now()).since : known));
  }, [data]);
  const known = since !== undefined;
  useEffect(() => {
    if (!known) return undefined;
    const remember = (): void => {
      if (document.visibilityState !== "visible") return;
      const body = { visits: { [page]: new Date().toISOString(), [pageBefore]: since } };
      // A visit that is not remembered costs a number on the next one, nothing else.
      void api.changePreferences({ body }).catch(() => undefined);
    };
    remember();
    const timer = setInterval(remember, every);
    return () => clearInterval(timer);
  }, [known, since]);
  return since;
}
