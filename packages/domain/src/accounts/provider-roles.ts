import { type Role, roles } from "@cti/db/schema/tenants";

/** What groups of the identity provider give: a role in tenants, by slug, and the right to operate. */
export type GroupRights = { roles: Map<string, Role>; operator: boolean };

/** Whether any rule says who is an operator; else nobody's right to operate is the provider's to give or take. */
export function rulesNameOperators(rules: readonly string[]): boolean {
  return rules.some((rule) => parse(rule)?.right === "operator");
}

/**
 * Reads rules of the form GROUP=ROLE, GROUP=ROLE@TENANT and GROUP=operator; of several roles in a tenant the highest
 * counts. A group may have an = in its name, as LDAP names have. What is no rule gives nothing.
 */
export function rightsOf(groups: readonly string[], rules: readonly string[]): GroupRights {
  const rights: GroupRights = { roles: new Map(), operator: false };
  for (const rule of rules) {
    const parsed = parse(rule);
    if (!parsed || !groups.includes(parsed.group)) continue;
    if (parsed.right === "operator") {
      rights.operator = true;
      continue;
    }
    const before = rights.roles.get(parsed.tenant);
    if (before === undefined || roles.indexOf(parsed.right) > roles.indexOf(before))
      rights.roles.set(parsed.tenant, parsed.right);
  }
  return rights;
}

type Rule = { group: string; right: Role | "operator"; tenant: string };

function parse(rule: string): Rule | null {
  const [, group = "", word = "", tenant = "default"] =
    /^(.+)=(viewer|analyst|admin|operator)(?:@([\w-]+))?$/.exec(rule.trim()) ?? [];
  return group === "" ? null : { group: group.trim(), right: word as Rule["right"], tenant };
}
