import { roles, scopesOf, tokenScopes } from "@cti/contract/access";
import { scopesOf as scopesInDomain, tokenScopes as tokenScopesInDomain } from "@cti/domain/accounts/scopes";
import { expect, test } from "vitest";

test("contract and domain agree on what a role may do, and on what a token can be given", () => {
  for (const role of roles)
    for (const operator of [false, true])
      expect(scopesInDomain(role, operator), role).toEqual(scopesOf(role, operator));
  expect(tokenScopesInDomain).toEqual(tokenScopes);
});
