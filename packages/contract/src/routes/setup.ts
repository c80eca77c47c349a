import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { line } from "../shapes.ts";
import { session } from "./session.ts";

/** A password on its way in; what makes a good one is for the domain to say, with a reason. */
export const passwordText = z.string().min(1).max(1_024);
/** What people sign in with. */
export const usernameText = line(100);

export const setupRoutes = {
  getSetup: route(paths.getSetup, {
    tag: "Session",
    summary: "What a sign-in page has to know",
    response: z
      .object({
        /** There is no person yet: the log of the server holds a setup token. */
        needed: z.boolean(),
        /** Whether the request came with a session that holds. */
        signed_in: z.boolean(),
        oidc: z.object({ label: z.string() }).nullable(),
        /** Over plain HTTP from another machine: anybody on the way reads along. */
        insecure: z.boolean(),
        /** Whether a browser keeps a sign-in over this connection. */
        sign_in_possible: z.boolean(),
      })
      .meta({ id: "Setup" }),
    role: "anyone",
    scope: null,
  }),
  createFirstAdmin: route(paths.createFirstAdmin, {
    tag: "Session",
    summary: "Make the first person, with the token from the server's log",
    body: z.object({ token: line(100), username: usernameText, password: passwordText }),
    response: session,
    status: 201,
    problems: ["login_failed", "conflict", "invalid"],
    role: "anyone",
    scope: null,
    bucket: "login",
  }),
};
