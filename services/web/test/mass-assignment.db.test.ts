import type { Route } from "@cti/contract/route";
import { routes } from "@cti/contract/routes";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { arbitraryBody } from "./arbitrary-request.ts";
import { type Asker, testWeb, type TestWeb } from "./test-web.ts";

/** What no body may set, unless the route says that it takes it. */
const privileged = {
  id: 1,
  tenant_id: 2,
  tenantId: 2,
  user_id: 1,
  role: "admin",
  operator: true,
  scopes: ["admin"],
  revision: 99,
  actor: "somebody",
  created_at: "2020-01-01T00:00:00Z",
  password_hash: "x",
  owner_id: 1,
};

let web: TestWeb;
let who: Asker;

beforeAll(async () => {
  web = await testWeb();
  who = await web.browser("admin");
  await web.db.owner.sql`update users set operator = true where id = ${who.userId}`;
});
afterAll(async () => {
  await web.close();
});

const withBody = Object.entries<Route>(routes).filter(
  ([, { body, bodyType }]) => body && bodyType === undefined,
);

/** Members that some form of the body has. */
function membersOf(schema: z.ZodType): Set<string> {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const names = JSON.stringify(json).matchAll(/"properties":\{|"([a-z_]+)":\{/g);
  return new Set([...names].flatMap(([, name]) => name ?? []));
}

test.each(withBody)("V8.2.3 V15.3.3 %s takes no member that it does not name", async (name, route) => {
  const body = route.body as z.ZodType;
  const known = membersOf(body);
  const path = route.path.replaceAll(/:\w+/g, "1");
  const [sample] = fc.sample(
    arbitraryBody(body).filter(
      (each) => typeof each === "object" && each !== null && body.safeParse(each).success,
    ),
    { numRuns: 1, seed: 7 },
  );
  for (const [member, value] of Object.entries(privileged)) {
    if (known.has(member)) continue;
    const sent = { ...(sample as object), [member]: value };
    const answer = await who.ask(route.method, path, { body: sent, headers: { "if-match": "*" } });
    expect(answer.status, `${name} ${member}: ${answer.text}`).toBe(400);
    expect(answer.body.errors, `${name} ${member}`).toContainEqual({
      pointer: `#/${member}`,
      detail: "There is no such member",
    });
  }
});

test("V8.2.3 nor in a query: whose things are asked for is said by who asks", async () => {
  for (const [name, { method, path }] of Object.entries<Route>(routes)) {
    const answer = await who.ask(method, `${path.replaceAll(/:\w+/g, "1")}?tenant_id=2`, {
      ...(method !== "GET" && { body: {} }),
      headers: { "if-match": "*" },
    });
    expect(answer.status, `${name}: ${answer.text}`).toBeGreaterThanOrEqual(400);
    expect(answer.status, `${name}: ${answer.text}`).toBeLessThan(500);
  }
});
