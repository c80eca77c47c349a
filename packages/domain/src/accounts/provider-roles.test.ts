import { expect, test } from "vitest";

import { rightsOf, rulesNameOperators } from "./provider-roles.ts";

test("of several groups the highest role counts, in each tenant by itself", () => {
  const rules = ["readers=viewer", "soc=analyst", "leads=admin@blue", "soc=viewer@blue", "ops=operator"];
  expect(rightsOf(["readers", "soc"], rules)).toEqual({
    roles: new Map([
      ["default", "analyst"],
      ["blue", "viewer"],
    ]),
    operator: false,
  });
  expect(rightsOf(["leads", "soc", "ops"], rules).roles.get("blue")).toBe("admin");
  expect(rightsOf(["ops"], rules)).toEqual({ roles: new Map(), operator: true });
});

test("a group may be named as directories name them", () => {
  expect(rightsOf(["cn=soc,dc=example"], ["cn=soc,dc=example=analyst"]).roles.get("default")).toBe("analyst");
});

test.each(["soc", "soc=", "=admin", "soc=root", "soc=Admin", "soc=admin@", "soc=operator admin"])(
  "what is no rule gives nothing: %s",
  (rule) => {
    expect(rightsOf(["soc", ""], [rule])).toEqual({ roles: new Map(), operator: false });
  },
);

test("only rules that name operators make them the provider's business", () => {
  expect(rulesNameOperators(["soc=admin"])).toBe(false);
  expect(rulesNameOperators(["soc=admin", "ops=operator"])).toBe(true);
});
