import type { NameType } from "../entities/entity-types.ts";

/** A series of names that differ by number, such as APT41 or Storm-0501. */
export type Numbered = {
  /** The folded word before the digits. */
  word: string;
  type: NameType;
  /** What stands before the digits in the canonical form. */
  written: string;
  digits: RegExp;
  /** Only in capitals, and with nothing between word and digits. */
  isCode: boolean;
};

export const NUMBERED: readonly Numbered[] = [
  { word: "apt", type: "actor", written: "APT", digits: /^\d{1,2}$/, isCode: false },
  { word: "unc", type: "actor", written: "UNC", digits: /^\d{3,5}$/, isCode: false },
  { word: "fin", type: "actor", written: "FIN", digits: /^\d{1,2}$/, isCode: false },
  { word: "ta", type: "actor", written: "TA", digits: /^[1-9]\d{2,3}$/, isCode: false },
  { word: "storm", type: "actor", written: "Storm-", digits: /^\d{4}$/, isCode: false },
  { word: "dev", type: "actor", written: "DEV-", digits: /^\d{4}$/, isCode: false },
  { word: "uac", type: "actor", written: "UAC-", digits: /^\d{4}$/, isCode: false },
  { word: "uta", type: "actor", written: "UTA", digits: /^\d{4}$/, isCode: false },
  { word: "uat", type: "actor", written: "UAT-", digits: /^\d{4,5}$/, isCode: false },
  { word: "tag", type: "actor", written: "TAG-", digits: /^\d{2,3}$/, isCode: false },
  { word: "g", type: "actor", written: "G", digits: /^[01]\d{3}$/, isCode: true },
  { word: "s", type: "malware", written: "S", digits: /^[01]\d{3}$/, isCode: true },
  { word: "t", type: "technique", written: "T", digits: /^[01]\d{3}$/, isCode: true },
];

/** `TA0001` is a tactic of ATT&CK, `TA505` an actor. */
export const TACTIC_DIGITS = /^00\d{2}$/;
