import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { kindName } from "../analyses/words.ts";
import type { Run } from "./queries.ts";

/** What a run of the local model was about. */
export function RunSubject({ run: { kind: runKind, params } }: { run: Run }): ReactElement | null {
  const { subject, subject_id: id, kind } = params;
  if (runKind !== "analysis" || typeof id !== "number" || typeof kind !== "string") return null;
  return (
    <>
      {" "}
      <Link
        to={subject === "story" ? "/stories/$id" : "/articles/$id"}
        params={{ id: String(id) }}
        search={{ tab: "analysis", ...(kind !== "summary" && { kind }) }}
        className="text-accent hover:underline"
      >
        {kindName(kind)} of {subject === "story" ? "story" : "article"} {id}
      </Link>
    </>
  );
}
