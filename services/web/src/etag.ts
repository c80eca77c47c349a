import { createHash } from "node:crypto";

import { HttpProblem } from "./handler.ts";

/** The tag of an answer: with the revision where the thing has one, so that If-Match can name it. */
export function etagOf(text: string, revision: unknown): string {
  const hash = createHash("sha256").update(text).digest("base64url").slice(0, 16);
  return typeof revision === "number" ? `"r${revision}-${hash}"` : `W/"${hash}"`;
}

/** Whether If-None-Match names this tag: the client has this answer already (RFC 9110 §13.1.2). */
export function isKnownTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const known = header.split(",").map((each) => withoutWeakness(each.trim()));
  return known.includes("*") || known.includes(withoutWeakness(tag));
}

/**
 * The revision that If-Match names, null for `*`. A tag that a proxy made weak still names it. Throws HttpProblem:
 * precondition_required without the header, precondition_failed for a tag that is none of ours.
 */
export function readIfMatch(header: string | undefined): number | null {
  if (header === undefined || header.trim() === "")
    throw new HttpProblem(
      "precondition_required",
      "Send If-Match with the ETag of what you read, so that nobody's change is lost.",
    );
  if (header.trim() === "*") return null;
  const [, revision] = /^(?:W\/)?"r(\d{1,9})(?:-[\w-]{1,64})?"$/.exec(header.trim()) ?? [];
  if (revision === undefined)
    throw new HttpProblem("precondition_failed", "This ETag is none that was given out for this thing.");
  return Number(revision);
}

function withoutWeakness(tag: string): string {
  return tag.replace(/^W\//, "");
}
