/** What can be highlighted in a text, by itself. */
export type Layer = "actors" | "malware" | "tools" | "techniques" | "flaws" | "indicators" | "other";

export const layers: readonly { layer: Layer; name: string; colour: string; mark: string }[] = [
  { layer: "indicators", name: "Indicators", colour: "text-accent", mark: "mark-accent" },
  { layer: "flaws", name: "Flaws", colour: "text-warn", mark: "mark-warn" },
  { layer: "actors", name: "Actors", colour: "text-violet", mark: "mark-violet" },
  { layer: "malware", name: "Malware", colour: "text-bad", mark: "mark-bad" },
  { layer: "tools", name: "Tools", colour: "text-orange", mark: "mark-orange" },
  { layer: "techniques", name: "Techniques", colour: "text-good", mark: "mark-good" },
  { layer: "other", name: "Others", colour: "text-pink", mark: "mark-pink" },
];

const ofType: Record<string, Layer> = {
  actor: "actors",
  campaign: "actors",
  malware: "malware",
  ransomware: "malware",
  tool: "tools",
  technique: "techniques",
  tactic: "techniques",
  cve: "flaws",
  ghsa: "flaws",
  euvd: "flaws",
  vendor: "other",
  product: "other",
  sector: "other",
  country: "other",
};

/** What is no name is an indicator. */
export function layerOf(type: string): Layer {
  return ofType[type] ?? "indicators";
}

/** Layers that are shown: all, unless the address names some of them. */
export function shownLayers(text: string | undefined): ReadonlySet<Layer> {
  const named = new Set(text?.split(",") ?? []);
  const known = layers.map(({ layer }) => layer).filter((layer) => named.has(layer));
  return new Set(text ? known : layers.map(({ layer }) => layer));
}

/** The same for the address; undefined when all are shown. */
export function layersText(shown: ReadonlySet<Layer>): string | undefined {
  if (shown.size === layers.length) return undefined;
  const named = layers.map(({ layer }) => layer).filter((layer) => shown.has(layer));
  return named.length === 0 ? "none" : named.join(",");
}

/** Whether the value is an address that a program may turn into a link. */
export function isAddress(type: string): boolean {
  return addresses.has(type);
}

const addresses = new Set(["ipv4", "ipv6", "domain", "url", "email", "onion"]);
