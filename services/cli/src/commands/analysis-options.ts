import { analysisKinds } from "@cti/llm/analysis";
import { InvalidArgumentError, Option } from "commander";

import type { AnalysisSubject } from "../data/data.ts";
import { parseId } from "../options.ts";

export function kindOption(initial?: AnalysisSubject["kind"]): Option {
  const option = new Option("--kind <kind>", "what it is asked for").choices([...analysisKinds]);
  return initial === undefined ? option : option.default(initial);
}

/** `12`, `article:12` or `story:3`. */
export function parseSubject(text: string): Omit<AnalysisSubject, "kind"> {
  const [, subject = "article", id = ""] = /^(?:(article|story):)?(\d{1,7})$/.exec(text) ?? [];
  if (id === "") throw new InvalidArgumentError("Write the number of an article, or story:NUMBER.");
  return { subject: subject === "story" ? "story" : "article", id: parseId(id) };
}
