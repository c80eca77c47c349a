import type { NameType } from "../entities/entity-types.ts";

/** One thing of the field with all its names. `cve` is a flaw that has a name of its own. */
export type KnownName = {
  type: NameType | "cve";
  /** The canonical name; of a technique or tactic its ATT&CK id, of a flaw its CVE id. */
  value: string;
  /** The name for display. */
  label: string;
  /** The ATT&CK id. */
  externalId: string | null;
  aliases: KnownAlias[];
  /** Where the thing comes from: `starter`, `attack`, `misp-galaxy threat-actor`. */
  source: string;
  /** What else the source says: country, motivation, kind, tactics, platform. */
  details: Record<string, string>;
};

/** An ambiguous alias is only believed in a context that speaks for it. */
export type KnownAlias = { name: string; source: string; ambiguous: boolean };

/** An id that its publisher withdrew, and what stands for it now. */
export type ReplacedId = { oldId: string; newId: string | null; kind: "revoked" | "deprecated" };

/** Names of one family may be the same thing: what one source calls malware, another calls ransomware or tool. */
export function familyOf(type: KnownName["type"]): string {
  return type === "ransomware" || type === "tool" ? "malware" : type;
}

/** Ids of ATT&CK: tactics, groups, software, techniques; nothing else has these forms. */
export const ATTACK_ID = /^(?:TA\d{4}|[GS]\d{4}|T\d{4}(?:\.\d{3})?)$/;
