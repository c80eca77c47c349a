import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { flagText, id, idParams, line, page, pageQuery, time } from "../shapes.ts";
import { tokenScopes } from "../access.ts";

const token = z
  .object({
    id,
    name: z.string(),
    /** Its first characters, by which logs name it. */
    prefix: z.string(),
    user_id: id,
    username: z.string(),
    scopes: z.array(z.string()),
    created_at: time,
    expires_at: time,
    last_used_at: time.nullable(),
    last_used_from: z.string().nullable(),
    revoked_at: time.nullable(),
  })
  .meta({ id: "Token" });

export const tokenRoutes = {
  listTokens: route(paths.listTokens, {
    tag: "Tokens",
    summary: "Your API tokens, or as an admin those of the tenant",
    query: z.object({ ...pageQuery(), all: flagText.optional() }),
    response: page(token),
    problems: ["bad_cursor"],
    role: "viewer",
    scope: "account",
  }),
  createToken: route(paths.createToken, {
    tag: "Tokens",
    summary: "Make an API token, which is shown once",
    description:
      "With the scopes that you have, at most; what you lose, your tokens lose. An admin makes tokens for service identities with `user_id` and the scope collector.",
    body: z.object({
      name: line(100),
      scopes: z
        .array(z.enum([...tokenScopes, "collector"]))
        .min(1)
        .max(10),
      expires_in_days: z.int().min(1).max(365),
      user_id: id.optional(),
    }),
    response: token.extend({ token: z.string() }).meta({ id: "NewToken" }),
    status: 201,
    problems: ["invalid", "not_found"],
    role: "viewer",
    scope: "account",
    idempotent: true,
    secret: true,
  }),
  revokeToken: route(paths.revokeToken, {
    tag: "Tokens",
    summary: "End a token of yours, or as an admin any of the tenant",
    params: idParams,
    response: null,
    role: "viewer",
    scope: "account",
  }),
};
