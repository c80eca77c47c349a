import type { PageKind } from "./kind.ts";
import type { Box, Segmented } from "./segments.ts";
import { packSignatures, signatureOf, unpackSignatures } from "./signature.ts";

/**
 * What is remembered of a source's layout, as plain JSON under 2 kB: the way from the body to the content, and
 * what was done with each sort of block below. The lists hold signatures, four characters each.
 */
export type Template = {
  version: 1;
  kind: PageKind;
  /** From the body's child down to the content's root. */
  path: string;
  /** Blocks whose own text is content. */
  keep: string;
  /** Blocks whose own text is not, though blocks inside of them may be. */
  mute: string;
  /** Blocks that go with everything inside. */
  drop: string;
  /** Words found when it was learned. */
  words: number;
};

/** The same for use: what to do by signature. */
export type Layout = { path: number[]; keep: Set<number>; mute: Set<number>; drop: Set<number> };

export const ROOT_SIGNATURE = 1;

const MAX_SIGNATURES = 400;
/** How much of the words a template may get wrong on the page it was learned from. */
const TOLERANCE = 0.01;

/** Learns the layout of a page that was read in full; null when blocks of one sort were treated in two ways. */
export function learnTemplate(page: Segmented, chosen: Uint8Array, kind: PageKind): Template | null {
  const kept = keptWords(page, chosen);
  const total = kept.get(page.boxes[0]) ?? 0;
  if (total < 50) return null;
  const root = contentRoot(page, kept, total);
  const cache = new Map<string, number>();
  const signatures = signaturesBelow(page, root, cache);
  const layout = tally(page, chosen, { root, kept, signatures });
  if (!isOnlyOne(page, root, cache)) return null;
  layout.path = pathTo(root, cache);
  if (layout.keep.size + layout.mute.size + layout.drop.size + layout.path.length > MAX_SIGNATURES)
    return null;
  if (!agrees(page, chosen, { root, signatures, layout, total })) return null;
  return { ...packLayout(layout), kind, words: total };
}

/** Adds what another page of the same layout showed; a page of another layout replaces what was known. */
export function mergeTemplates(known: Template | null, learned: Template | null): Template | null {
  if (known === null || learned === null) return learned ?? known;
  if (known.path !== learned.path) return learned;
  const old = openTemplate(known);
  const fresh = openTemplate(learned);
  const keep = new Set(
    [...fresh.keep, ...old.keep].filter((it) => !fresh.mute.has(it) && !fresh.drop.has(it)),
  );
  const mute = new Set([...fresh.mute, ...old.mute].filter((it) => !keep.has(it) && !fresh.drop.has(it)));
  const drop = new Set([...fresh.drop, ...old.drop].filter((it) => !keep.has(it) && !mute.has(it)));
  if (keep.size + mute.size + drop.size + fresh.path.length > MAX_SIGNATURES) return learned;
  return { ...packLayout({ path: fresh.path, keep, mute, drop }), kind: learned.kind, words: learned.words };
}

export function openTemplate(template: Template): Layout {
  return {
    path: unpackSignatures(template.path),
    keep: new Set(unpackSignatures(template.keep)),
    mute: new Set(unpackSignatures(template.mute)),
    drop: new Set(unpackSignatures(template.drop)),
  };
}

function packLayout(layout: Layout): Pick<Template, "version" | "path" | "keep" | "mute" | "drop"> {
  return {
    version: 1,
    path: packSignatures(layout.path),
    keep: packSignatures(layout.keep),
    mute: packSignatures(layout.mute),
    drop: packSignatures(layout.drop),
  };
}

/** Words of content in each box. */
function keptWords({ segments, boxes }: Segmented, chosen: Uint8Array): Map<Box, number> {
  const kept = new Map<Box, number>(boxes.map((box) => [box, 0]));
  segments.forEach(({ box, words }, at) => {
    if (chosen[at] === 1) kept.set(box, (kept.get(box) ?? 0) + words);
  });
  for (let at = boxes.length - 1; at > 0; at--) {
    const box = boxes[at];
    if (box === undefined || box.parent === null) continue;
    kept.set(box.parent, (kept.get(box.parent) ?? 0) + (kept.get(box) ?? 0));
  }
  return kept;
}

/** The smallest box that holds all of the content. */
function contentRoot({ boxes }: Segmented, kept: ReadonlyMap<Box, number>, total: number): Box {
  let root: Box = boxes[0];
  for (const box of boxes) {
    const holdsAll = kept.get(box) === total && box.boxes > 0;
    if (holdsAll && box.depth === root.depth + 1 && box.parent === root) root = box;
  }
  return root;
}

function signaturesBelow({ boxes }: Segmented, root: Box, cache: Map<string, number>): Map<Box, number> {
  const signatures = new Map<Box, number>([[root, ROOT_SIGNATURE]]);
  for (const box of boxes) {
    const parent = box.parent === null ? undefined : signatures.get(box.parent);
    if (parent !== undefined) signatures.set(box, signatureOf(box.element, parent, cache));
  }
  return signatures;
}

/** Whether no other box is reached by the same way. */
function isOnlyOne(page: Segmented, root: Box, cache: Map<string, number>): boolean {
  const signatures = signaturesBelow(page, page.boxes[0], cache);
  const wanted = signatures.get(root);
  return page.boxes.every(
    (box) => box === root || box.depth !== root.depth || signatures.get(box) !== wanted,
  );
}

function pathTo(root: Box, cache: Map<string, number>): number[] {
  const chain: Box[] = [];
  for (let at: Box | null = root; at !== null && at.parent !== null; at = at.parent) chain.unshift(at);
  let signature = ROOT_SIGNATURE;
  return chain.map((box) => (signature = signatureOf(box.element, signature, cache)));
}

type Learning = { root: Box; kept: ReadonlyMap<Box, number>; signatures: ReadonlyMap<Box, number> };

/** Lets the words vote where blocks of one signature were treated in two ways. */
function tally({ segments, boxes }: Segmented, chosen: Uint8Array, learning: Learning): Layout {
  const { kept, signatures } = learning;
  const whole = new Map<number, number>();
  for (const box of boxes) {
    const signature = signatures.get(box);
    if (signature === undefined || box === learning.root || box.segments === 0) continue;
    const inside = kept.get(box) ?? 0;
    whole.set(signature, (whole.get(signature) ?? 0) + (inside > 0 ? inside : -box.words - 0.1));
  }
  const drop = new Set<number>();
  const below = new Set<Box>();
  for (const box of boxes) {
    const signature = signatures.get(box);
    if (signature === undefined) continue;
    if (box.parent !== null && below.has(box.parent)) below.add(box);
    else if ((whole.get(signature) ?? 0) < 0) {
      drop.add(signature);
      below.add(box);
    }
  }
  const own = new Map<number, number>();
  segments.forEach(({ box, words }, at) => {
    const signature = signatures.get(box);
    if (signature === undefined || below.has(box)) return;
    own.set(signature, (own.get(signature) ?? 0) + (chosen[at] === 1 ? words + 0.1 : -words));
  });
  const keep = new Set<number>();
  const mute = new Set<number>();
  for (const [signature, weight] of own) (weight > 0 ? keep : mute).add(signature);
  return { path: [], keep, mute, drop };
}

type Check = { root: Box; signatures: ReadonlyMap<Box, number>; layout: Layout; total: number };

/** Whether the layout, applied to the page it was learned from, gives the same text. */
function agrees({ segments, boxes }: Segmented, chosen: Uint8Array, check: Check): boolean {
  const { signatures, layout, total } = check;
  const below = new Set<Box>();
  for (const box of boxes) {
    const isDropped = layout.drop.has(signatures.get(box) ?? 0);
    if (isDropped || (box.parent !== null && below.has(box.parent))) below.add(box);
  }
  let wrong = 0;
  segments.forEach(({ box, words }, at) => {
    const signature = signatures.get(box);
    const keeps = signature !== undefined && !below.has(box) && layout.keep.has(signature);
    if (keeps !== (chosen[at] === 1)) wrong += words;
  });
  return wrong <= total * TOLERANCE;
}
