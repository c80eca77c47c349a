import { ApiProblem } from "@cti/contract/client";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";

import { noteTrouble } from "../shell/outage.ts";

/** Called when the server says that nobody is signed in any more. */
let signedOut = (): void => undefined;

export function onSignedOut(told: () => void): void {
  signedOut = told;
}

const watch = (error: unknown): void => {
  noteTrouble(error);
  if (error instanceof ApiProblem && error.code === "unauthenticated") signedOut();
};

/** Server state lives here and nowhere else. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: watch }),
  mutationCache: new MutationCache({ onError: watch }),
  defaultOptions: {
    queries: {
      // The server may be this machine, which no network is needed for.
      networkMode: "always",
      staleTime: 15_000,
      // What the server refuses it will refuse again; what did not arrive may arrive now.
      retry: (failures, error) => !(error instanceof ApiProblem && error.status < 500) && failures < 2,
      retryDelay: (failures) => 500 * 2 ** failures,
    },
    mutations: { networkMode: "always", retry: false },
  },
});
