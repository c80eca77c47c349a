import { z } from "zod";

import { roles } from "../access.ts";
import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { id, idParams, line, page, pageQuery, time } from "../shapes.ts";
import { revoked, sessionLine } from "./session.ts";
import { passwordText, usernameText } from "./setup.ts";

const user = z
  .object({
    id,
    username: z.string(),
    name: z.string().nullable(),
    kind: z.enum(["person", "collector"]),
    /** In your tenant; null outside of it and for service identities. */
    role: z.enum(roles).nullable(),
    operator: z.boolean(),
    disabled_at: time.nullable(),
    must_change_password: z.boolean(),
    totp: z.boolean(),
    /** Whether the identity provider signs this user in. */
    oidc: z.boolean(),
    last_login_at: time.nullable(),
    created_at: time,
    revision: z.int(),
  })
  .meta({ id: "User" });

/** With the password that was made, which is not shown again. */
const userWithPassword = user.extend({ password: z.string().nullable() });

export const userRoutes = {
  listUsers: route(paths.listUsers, {
    tag: "Users",
    summary: "Everybody of your tenant; as an operator, everybody",
    query: z.object(pageQuery()),
    response: page(user),
    problems: ["bad_cursor"],
    role: "admin",
    scope: "admin",
  }),
  createUser: route(paths.createUser, {
    tag: "Users",
    summary: "Add somebody to your tenant",
    description: "Without a password one is made and shown once; it has to be changed at the first sign-in.",
    body: z.object({
      username: usernameText,
      name: line(200).nullable().optional(),
      kind: z.enum(["person", "collector"]).optional(),
      password: passwordText.optional(),
      role: z.enum(roles).optional(),
      operator: z.boolean().optional(),
    }),
    response: userWithPassword.meta({ id: "NewUser" }),
    status: 201,
    problems: ["conflict", "invalid"],
    role: "admin",
    scope: "admin",
    idempotent: true,
    secret: true,
  }),
  getUser: route(paths.getUser, {
    tag: "Users",
    summary: "One user",
    params: idParams,
    response: user,
    role: "admin",
    scope: "admin",
  }),
  changeUser: route(paths.changeUser, {
    tag: "Users",
    summary: "Change name, role, rights or password of somebody",
    description:
      "`generate_password` makes a new one, which the answer shows once. Another role ends their sessions in this tenant; another password and being disabled end them all.",
    params: idParams,
    body: z.object({
      name: line(200).nullable().optional(),
      role: z.enum(roles).optional(),
      operator: z.boolean().optional(),
      disabled: z.boolean().optional(),
      password: passwordText.optional(),
      generate_password: z.boolean().optional(),
    }),
    response: userWithPassword.meta({ id: "ChangedUser" }),
    problems: ["conflict", "invalid"],
    role: "admin",
    scope: "admin",
    ifMatch: true,
  }),
  removeUser: route(paths.removeUser, {
    tag: "Users",
    summary: "Remove a user, with sessions and tokens",
    params: idParams,
    response: null,
    problems: ["conflict"],
    role: "admin",
    scope: "admin",
    ifMatch: true,
  }),
  listUserSessions: route(paths.listUserSessions, {
    tag: "Users",
    summary: "Where somebody is signed in to your tenant",
    params: idParams,
    query: z.object(pageQuery()),
    response: page(sessionLine),
    problems: ["bad_cursor"],
    role: "admin",
    scope: "admin",
  }),
  revokeUserSessions: route(paths.revokeUserSessions, {
    tag: "Users",
    summary: "Sign somebody out everywhere in your tenant; as an operator, everywhere",
    params: idParams,
    response: revoked,
    role: "admin",
    scope: "admin",
  }),
};
