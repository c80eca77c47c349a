/**
 * Of a class of terms: what it is worth at most, what it is called in reasons, and whether its terms tell of an attack
 * by themselves (`attack`) or also stand in any manual (`system`). `prose` depends on the language of the text.
 */
export type HuntClass = { most: number; label: string; kind: "attack" | "system" | "prose" | "marketing" };

/** Every class that `knowledge/hunt-terms.txt` may use. */
export const huntClasses: Readonly<Record<string, HuntClass>> = {
  commands: { most: 11, label: "commands and arguments", kind: "system" },
  lolbins: { most: 8, label: "programs of the system that are abused", kind: "system" },
  scripting: { most: 7, label: "script detail", kind: "system" },
  registry: { most: 7, label: "registry keys and values", kind: "system" },
  persistence: { most: 7, label: "persistence", kind: "attack" },
  injection: { most: 7, label: "injection and memory", kind: "attack" },
  credentials: { most: 7, label: "theft of credentials", kind: "attack" },
  lateral: { most: 6, label: "movement and remote access", kind: "attack" },
  logs: { most: 10, label: "log sources and event ids", kind: "system" },
  cloud: { most: 9, label: "cloud and audit events", kind: "system" },
  identity: { most: 7, label: "abuse of identity", kind: "attack" },
  containers: { most: 7, label: "containers", kind: "system" },
  network: { most: 9, label: "network and command-and-control detail", kind: "system" },
  paths: { most: 6, label: "file paths", kind: "system" },
  detection: { most: 11, label: "detection content", kind: "attack" },
  forensics: { most: 7, label: "forensic artefacts", kind: "system" },
  email: { most: 6, label: "e-mail and lures", kind: "attack" },
  exploitation: { most: 7, label: "exploitation detail", kind: "attack" },
  evasion: { most: 7, label: "evasion", kind: "attack" },
  impact: { most: 6, label: "theft and damage", kind: "attack" },
  malware: { most: 8, label: "malware analysis", kind: "attack" },
  tools: { most: 8, label: "tools and families", kind: "attack" },
  supply: { most: 6, label: "packages, browsers and mobile", kind: "system" },
  ot: { most: 6, label: "control systems", kind: "system" },
  prose: { most: 12, label: "words of tradecraft", kind: "prose" },
  marketing: { most: 25, label: "marketing", kind: "marketing" },
};
