import { z } from "zod";

import { roles } from "../access.ts";
import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { id, idParams, idText, line, page, pageQuery, time } from "../shapes.ts";

const slug = z
  .string()
  .max(40)
  .regex(/^(?!\d+$)[a-z0-9-]{2,40}$/, "Write 2 to 40 of a-z, 0-9 and -, not digits alone");

const tenant = z
  .object({
    id,
    slug: z.string(),
    name: z.string(),
    /** Closed since then: nobody signs in to it, nothing of it is removed. */
    disabled_at: time.nullable(),
    members: z.int(),
    revision: z.int(),
    created_at: time,
  })
  .meta({ id: "Tenant" });

const member = z
  .object({
    user_id: id,
    username: z.string(),
    name: z.string().nullable(),
    kind: z.enum(["person", "collector"]),
    role: z.enum(roles),
    /** Given by a group of the identity provider, which may take it away again. */
    from_provider: z.boolean(),
    /** The user, everywhere. */
    disabled: z.boolean(),
    created_at: time,
  })
  .meta({ id: "Member" });

const memberParams = z.object({ id: idText, user_id: idText });

export const tenantRoutes = {
  listTenants: route(paths.listTenants, {
    tag: "Tenants",
    summary: "The tenants that you are a member of; as an operator, all of them",
    query: z.object(pageQuery()),
    response: page(tenant),
    problems: ["bad_cursor"],
    role: "viewer",
    scope: "read",
  }),
  createTenant: route(paths.createTenant, {
    tag: "Tenants",
    summary: "Add a tenant",
    description: "It has no members yet. What it sees has no rank until the next ranking.",
    body: z.object({ slug, name: line(200) }),
    response: tenant,
    status: 201,
    problems: ["conflict", "invalid"],
    role: "admin",
    scope: "operator",
    idempotent: true,
  }),
  getTenant: route(paths.getTenant, {
    tag: "Tenants",
    summary: "Your tenant; as an operator, any",
    params: idParams,
    response: tenant,
    role: "viewer",
    scope: "read",
  }),
  changeTenant: route(paths.changeTenant, {
    tag: "Tenants",
    summary: "Rename a tenant, close or open it",
    description: "Admins rename their own tenant; the rest is for operators.",
    params: idParams,
    body: z.object({ name: line(200).optional(), disabled: z.boolean().optional() }),
    response: tenant,
    problems: ["conflict", "invalid"],
    role: "admin",
    scope: "admin",
    ifMatch: true,
  }),
  removeTenant: route(paths.removeTenant, {
    tag: "Tenants",
    summary: "Remove a tenant with all that is its own",
    description:
      "Triage, notes, tags, searches, watchlists, verdicts, benign entries, ranks, tokens and memberships are gone then. `confirm` is its slug.",
    params: idParams,
    query: z.object({ confirm: z.string().min(1).max(40) }),
    response: null,
    problems: ["conflict", "invalid"],
    role: "admin",
    scope: "operator",
    ifMatch: true,
  }),
  listMembers: route(paths.listMembers, {
    tag: "Tenants",
    summary: "Who is in your tenant; as an operator, in any",
    params: idParams,
    query: z.object(pageQuery()),
    response: page(member),
    problems: ["bad_cursor"],
    role: "admin",
    scope: "admin",
  }),
  setMember: route(paths.setMember, {
    tag: "Tenants",
    summary: "Add somebody to your tenant, or change their role; as an operator, to any",
    description:
      "Who is not in it yet has to be named with `username`, but for operators. Another role ends their sessions in the tenant.",
    params: memberParams,
    body: z.object({ role: z.enum(roles), username: line(100).optional() }),
    response: member,
    problems: ["conflict", "invalid"],
    role: "admin",
    scope: "admin",
  }),
  removeMember: route(paths.removeMember, {
    tag: "Tenants",
    summary: "Take somebody out of your tenant; as an operator, of any",
    description: "Their sessions in the tenant end, their tokens of it are worth nothing any more.",
    params: memberParams,
    response: null,
    problems: ["conflict"],
    role: "admin",
    scope: "admin",
  }),
};
