import { queryOptions, useQuery, useSuspenseQuery } from "@tanstack/react-query";

import { api, type Answer } from "./client.ts";

export type Session = Answer<"getSession">;

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => api.getSession({ signal }),
  staleTime: 60_000,
  retry: false,
});

/** Who is signed in; undefined while that is being asked, or when nobody is. */
export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data;
}

/** The same inside the shell, which is shown to people who are signed in. */
export function useMe(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** What this person may do here; a control that its role lacks is not shown. */
export type Rights = { write: boolean; operate: boolean; administer: boolean; shareStories: boolean };

export function useRights(): Rights {
  const { scopes, tenants, operator } = useMe();
  const write = scopes.includes("write");
  return {
    write,
    operate: scopes.includes("operator"),
    administer: scopes.includes("admin"),
    // Stories are shared by all tenants: where somebody has several, reshaping needs the operator scope.
    shareStories: write && (tenants.length === 1 || operator),
  };
}
