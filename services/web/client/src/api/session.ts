import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";

import { api, type Answer } from "./client.ts";

export type Session = Answer<"getSession">;

const storage = "cti.signed-in";

/**
 * Whether this browser was signed in when it was last here: then the session is asked for at once. Elsewhere the
 * server is first asked whether there is one, since to be refused would look like a fault in the browser's console.
 */
export function wasSignedIn(): boolean {
  try {
    return localStorage.getItem(storage) !== null;
  } catch {
    return false;
  }
}

export function rememberSignedIn(is: boolean): void {
  try {
    if (is) localStorage.setItem(storage, "1");
    else localStorage.removeItem(storage);
  } catch {
    // Without storage the server is asked each time.
  }
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }) => {
    const session = await api.getSession({ signal });
    rememberSignedIn(true);
    return session;
  },
  staleTime: 60_000,
  retry: false,
});

/** Who is signed in: for what the shell shows. */
export function useMe(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** What this person may do here; a control that its role lacks is not shown. */
export type Rights = { write: boolean; operate: boolean; administer: boolean; reshapeStories: boolean };

export function useRights(): Rights {
  const { scopes, can_reshape_stories: reshapeStories } = useMe();
  return {
    write: scopes.includes("write"),
    operate: scopes.includes("operator"),
    administer: scopes.includes("admin"),
    reshapeStories,
  };
}
