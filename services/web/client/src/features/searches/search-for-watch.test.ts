import { expect, test } from "vitest";

import { searchForWatch } from "./search-for-watch.ts";

test("a watch is searched for by its field, several words together", () => {
  expect(searchForWatch({ kind: "product", value: "FortiOS" })).toBe("product:FortiOS");
  expect(searchForWatch({ kind: "vendor", value: "Palo Alto Networks" })).toBe('vendor:"Palo Alto Networks"');
  expect(searchForWatch({ kind: "term", value: 'say "device code"' })).toBe('"say device code"');
});
