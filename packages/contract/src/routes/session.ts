import { z } from "zod";

import { roles } from "../access.ts";
import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { id, idParams, line, page, pageQuery, time } from "../shapes.ts";

const tenant = z.object({ id, slug: z.string(), name: z.string() });

/** Who asks, where, and what they may do. */
export const session = z
  .object({
    kind: z.enum(["session", "token"]),
    user: z.object({
      id,
      username: z.string(),
      name: z.string().nullable(),
      must_change_password: z.boolean(),
      totp: z.boolean(),
      /** Without one the identity provider signs in. */
      has_password: z.boolean(),
    }),
    tenant,
    /** All that this user belongs to. */
    tenants: z.array(tenant.extend({ role: z.enum(roles) })),
    /** null for a service identity. */
    role: z.enum(roles).nullable(),
    operator: z.boolean(),
    scopes: z.array(z.string()),
    /** Stories are shared by all tenants: where there are several, merging and splitting is for operators. */
    can_reshape_stories: z.boolean(),
    expires_at: time,
    /** Over plain HTTP from another machine: anybody on the way reads along. */
    insecure: z.boolean(),
  })
  .meta({ id: "Session" });

/** A browser that is signed in, as lists have it. */
export const sessionLine = z
  .object({
    id,
    created_at: time,
    last_seen_at: time,
    expires_at: time,
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
    /** password, password+totp, password+recovery, oidc or setup. */
    method: z.string(),
    current: z.boolean(),
  })
  .meta({ id: "BrowserSession" });

/** How many sessions have ended. */
export const revoked = z.object({ revoked: z.int().min(0) });

/** The provider adds what it likes, such as session_state. */
const callbackQuery = z.looseObject({
  code: z.string().max(4_096).optional(),
  state: z.string().max(1_024).optional(),
  error: z.string().max(1_024).optional(),
});

export const sessionRoutes = {
  getSession: route(paths.getSession, {
    tag: "Session",
    summary: "Who asks, and what they may do",
    response: session,
    role: "viewer",
    scope: "read",
    collector: true,
  }),
  login: route(paths.login, {
    tag: "Session",
    summary: "Sign in with a password",
    description:
      "Sets a cookie that holds the session. Answers code_required when the password is right and a second factor is set up; then ask again with `code`, of the app or a recovery code.",
    body: z.object({
      username: line(100),
      password: z.string().min(1).max(1_024),
      code: line(40).optional(),
      tenant: line(63).optional(),
    }),
    response: session,
    status: 201,
    problems: ["login_failed", "code_required", "forbidden"],
    role: "anyone",
    scope: null,
    bucket: "login",
  }),
  switchTenant: route(paths.switchTenant, {
    tag: "Session",
    summary: "Go on in another tenant",
    body: z.object({ tenant: line(63) }),
    response: session,
    problems: ["not_found"],
    role: "viewer",
    scope: "account",
  }),
  logout: route(paths.logout, {
    tag: "Session",
    summary: "Sign out",
    response: null,
    role: "viewer",
    scope: "account",
  }),
  startOidc: route(paths.startOidc, {
    tag: "Session",
    summary: "Sign in at the identity provider",
    response: null,
    status: 302,
    problems: ["not_found"],
    role: "anyone",
    scope: null,
  }),
  finishOidc: route(paths.finishOidc, {
    tag: "Session",
    summary: "Where the identity provider sends the browser back to",
    description: "Leads to /, or with what went wrong to /?login_error=CODE.",
    query: callbackQuery,
    response: null,
    status: 302,
    problems: ["not_found"],
    role: "anyone",
    scope: null,
  }),
  listSessions: route(paths.listSessions, {
    tag: "Session",
    summary: "Where you are signed in",
    query: z.object(pageQuery()),
    response: page(sessionLine),
    problems: ["bad_cursor"],
    role: "viewer",
    scope: "account",
  }),
  revokeSession: route(paths.revokeSession, {
    tag: "Session",
    summary: "End one of your sessions",
    params: idParams,
    response: null,
    role: "viewer",
    scope: "account",
  }),
  revokeOtherSessions: route(paths.revokeOtherSessions, {
    tag: "Session",
    summary: "End all your sessions but this one",
    response: revoked,
    role: "viewer",
    scope: "account",
  }),
};
