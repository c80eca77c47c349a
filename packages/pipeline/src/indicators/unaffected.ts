import type { Found } from "./found.ts";

const AHEAD = 100;

/** Whether the sentence says of a site that nothing has happened to it. */
export function isUnaffected(text: string, { type }: Found, start: number, end: number): boolean {
  if (type !== "domain" && type !== "url" && type !== "email") return false;
  const after = text.slice(end, end + AHEAD);
  if (NOT_AFFECTED.test(after)) return true;
  return NEITHER.test(text.slice(Math.max(0, start - 12), start)) && AFFECTED.test(after);
}

const NOT_AFFECTED =
  /^(?:[^.;:\n]|\.(?=\S)){0,60}?(?:\b(?:was|were|is|are|has|have)(?: not|n['’]t| never)(?: been)?(?: \w+)? (?:affected|compromised|impacted|breached|hacked|infected)\b|\b(?:is|are|was|were|remains?|remained) (?:unaffected|uncompromised)\b|\bnicht (?:betroffen|kompromittiert|gehackt)|\bno (?:fue|fueron|ha sido|han sido|está|están|se (?:ha|han) visto) (?:afectad|comprometid)|\bn['’](?:est|a|ont|était|étaient|a été) pas (?:été )?(?:compromis|touché|affecté)|\bnon (?:è|sono|era|erano)(?: stat[oaie])? (?:compromess|colpit|interessat)|\bnão (?:foi|foram|está|estão) (?:comprometid|afetad))/i;
const NEITHER = /(?:^|[\s(])(?:neither|nor|ni|weder|noch|né|nem)\s+["'`“]?$/i;
const AFFECTED =
  /^(?:[^.;:\n]|\.(?=\S)){0,60}?(?:compromi|comprometid|compromess|affected|afectad|afetad|affect|impacted|breached|hacked|betroffen|kompromitt|gehackt|touché|colpit)/i;
