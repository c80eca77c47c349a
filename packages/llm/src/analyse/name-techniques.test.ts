import { starterKnowledge } from "@cti/pipeline/entities/knowledge";
import { expect, test } from "vitest";

import type { RawClaim } from "../analysis.ts";
import { nameTechniques } from "./name-techniques.ts";

const knowledge = starterKnowledge();
const named = (type: string, value: string): RawClaim => ({
  section: "entity",
  text: value,
  quotes: [],
  subject: { type, value },
});

test("a technique that is called by its name gets its id, all else stays", () => {
  const known = [...knowledge.known.values()].find(
    ({ type, label }) => type === "technique" && label === "PowerShell",
  );
  const claims = nameTechniques(
    [
      named("technique", " powershell"),
      named("technique", "T1059"),
      named("technique", "Voodoo"),
      named("tool", "PowerShell"),
    ],
    knowledge,
  );
  expect(claims.map(({ subject }) => subject?.value)).toEqual([
    known?.value,
    "T1059",
    "Voodoo",
    "PowerShell",
  ]);
  expect(known?.value).toBe("T1059.001");
});
