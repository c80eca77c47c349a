/** One segment for training: its features, the share of it that is content (0 to 1), and how much it counts. */
export type Sample = { features: Float32Array; label: number; weight: number };

/** The form that `classifier.ts` reads. */
export type Model = { features: string[]; roots: number[]; feature: string; right: string; value: string };

export type TrainOptions = { trees: number; leaves: number; rate: number; minSamples: number; l2: number };

/**
 * Gradient boosting of regression trees on the logistic loss, with histograms (Friedman 2001; Ke et al. 2017):
 * each tree grows leaf by leaf from the best split, on a random 70 % of the samples and 30 % of the features.
 * The same samples give the same model.
 */
export function trainModel(names: string[], samples: readonly Sample[], options: TrainOptions): Model {
  const table = binned(names.length, samples);
  const random = seeded(7);
  const scores = new Float64Array(samples.length).fill(logOdds(samples));
  const nodes: Node[] = [];
  const roots: number[] = [];
  const gradients = new Float64Array(samples.length);
  const curvatures = new Float64Array(samples.length);
  for (let tree = 0; tree < options.trees; tree++) {
    samples.forEach(({ label, weight }, at) => {
      const probability = 1 / (1 + Math.exp(-(scores[at] ?? 0)));
      gradients[at] = weight * (probability - label);
      curvatures[at] = weight * probability * (1 - probability);
    });
    const rows = Int32Array.from(samples.keys()).filter(() => random() < 0.7);
    const features = names.map((_, at) => at).filter(() => random() < 0.3);
    const root = grow({ table, gradients, curvatures, features, options }, rows);
    for (let at = 0; at < samples.length; at++) scores[at] = (scores[at] ?? 0) + valueAt(root, table, at);
    if (tree === 0) shift(root, logOdds(samples));
    roots.push(nodes.length);
    flatten(root, nodes);
  }
  return pack(names, roots, nodes, table);
}

const BINS = 64;

/** Features by column, each value replaced by the number of thresholds below it. */
type Table = { columns: Uint8Array[]; thresholds: Float32Array[] };
type Tree = { value: number; feature: number; bin: number; left: Tree | null; right: Tree | null };
type Node = { feature: number; bin: number; value: number; right: number };
type Training = {
  table: Table;
  gradients: Float64Array;
  curvatures: Float64Array;
  features: number[];
  options: TrainOptions;
};
type Split = { gain: number; feature: number; bin: number };
type Leaf = { tree: Tree; rows: Int32Array; split: Split | null };

function binned(count: number, samples: readonly Sample[]): Table {
  const columns: Uint8Array[] = [];
  const thresholds: Float32Array[] = [];
  for (let feature = 0; feature < count; feature++) {
    const values = Float32Array.from(samples, (sample) => sample.features[feature] ?? 0);
    const cuts = cutsOf(values.toSorted());
    thresholds.push(cuts);
    columns.push(Uint8Array.from(values, (value) => binOf(value, cuts)));
  }
  return { columns, thresholds };
}

/** Up to 63 cuts, as evenly as the values allow. */
function cutsOf(sorted: Float32Array): Float32Array {
  const distinct = sorted.filter((value, at) => at === 0 || value !== sorted[at - 1]);
  const cuts = new Set<number>();
  for (let bin = 1; bin < BINS; bin++) {
    const source = distinct.length <= BINS ? distinct : sorted;
    const at = distinct.length <= BINS ? bin - 1 : Math.floor((bin * sorted.length) / BINS);
    const value = source[at];
    const next = value === undefined ? undefined : distinct[upperIndex(distinct, value)];
    if (value !== undefined && next !== undefined) cuts.add(Math.fround((value + next) / 2));
  }
  return Float32Array.from(cuts).sort();
}

function upperIndex(sorted: Float32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The number of cuts below a value, so that `value <= cuts[bin]` holds for the first bin that takes it. */
function binOf(value: number, cuts: Float32Array): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (cuts[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function grow(training: Training, rows: Int32Array): Tree {
  const root = leafOf(training, rows);
  const leaves = [root];
  while (leaves.length < training.options.leaves) {
    let best: Leaf | null = null;
    for (const leaf of leaves)
      if (leaf.split !== null && leaf.split.gain > (best?.split?.gain ?? 0)) best = leaf;
    if (best === null || best.split === null) break;
    const { feature, bin } = best.split;
    const column = training.table.columns[feature] ?? new Uint8Array();
    const left = leafOf(
      training,
      best.rows.filter((row) => (column[row] ?? 0) <= bin),
    );
    const right = leafOf(
      training,
      best.rows.filter((row) => (column[row] ?? 0) > bin),
    );
    Object.assign(best.tree, { feature, bin, left: left.tree, right: right.tree });
    leaves.splice(leaves.indexOf(best), 1, left, right);
  }
  return root.tree;
}

function leafOf(training: Training, rows: Int32Array): Leaf {
  const { gradients, curvatures, options } = training;
  let gradient = 0;
  let curvature = 0;
  for (const row of rows) {
    gradient += gradients[row] ?? 0;
    curvature += curvatures[row] ?? 0;
  }
  const value = (-options.rate * gradient) / (curvature + options.l2);
  const tree: Tree = { value, feature: -1, bin: 0, left: null, right: null };
  return { tree, rows, split: bestSplit(training, rows, gradient, curvature) };
}

function bestSplit(training: Training, rows: Int32Array, gradient: number, curvature: number): Split | null {
  const { gradients, curvatures, features, table, options } = training;
  if (rows.length < 2 * options.minSamples) return null;
  const worth = (g: number, h: number): number => (g * g) / (h + options.l2);
  const whole = worth(gradient, curvature);
  let best: Split | null = null;
  const sums = new Float64Array(BINS * 3);
  for (const feature of features) {
    const column = table.columns[feature] ?? new Uint8Array();
    sums.fill(0);
    for (const row of rows) {
      const at = (column[row] ?? 0) * 3;
      sums[at] = (sums[at] ?? 0) + (gradients[row] ?? 0);
      sums[at + 1] = (sums[at + 1] ?? 0) + (curvatures[row] ?? 0);
      sums[at + 2] = (sums[at + 2] ?? 0) + 1;
    }
    let g = 0;
    let h = 0;
    let n = 0;
    for (let bin = 0; bin < BINS - 1; bin++) {
      g += sums[bin * 3] ?? 0;
      h += sums[bin * 3 + 1] ?? 0;
      n += sums[bin * 3 + 2] ?? 0;
      if (n < options.minSamples || rows.length - n < options.minSamples) continue;
      const gain = worth(g, h) + worth(gradient - g, curvature - h) - whole;
      if (gain > (best?.gain ?? 1e-9)) best = { gain, feature, bin };
    }
  }
  return best;
}

function valueAt(tree: Tree, { columns }: Table, row: number): number {
  let at = tree;
  while (at.left !== null && at.right !== null)
    at = (columns[at.feature]?.[row] ?? 0) <= at.bin ? at.left : at.right;
  return at.value;
}

function shift(tree: Tree, by: number): void {
  if (tree.left === null || tree.right === null) {
    tree.value += by;
    return;
  }
  shift(tree.left, by);
  shift(tree.right, by);
}

function flatten(tree: Tree, nodes: Node[]): void {
  const node: Node = { feature: tree.feature, bin: tree.bin, value: tree.value, right: 0 };
  nodes.push(node);
  if (tree.left === null || tree.right === null) return;
  flatten(tree.left, nodes);
  node.right = nodes.length;
  flatten(tree.right, nodes);
}

function pack(names: string[], roots: number[], nodes: readonly Node[], { thresholds }: Table): Model {
  const isLeaf = (node: Node): boolean => node.feature < 0;
  const cut = (node: Node): number => thresholds[node.feature]?.[node.bin] ?? 0;
  return {
    features: names,
    roots,
    feature: base64(Uint8Array.from(nodes, (node) => (isLeaf(node) ? 255 : node.feature))),
    right: base64(Uint16Array.from(nodes, (node) => node.right)),
    value: base64(Float32Array.from(nodes, (node) => (isLeaf(node) ? node.value : cut(node)))),
  };
}

function base64(array: Uint8Array | Uint16Array | Float32Array): string {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
}

function logOdds(samples: readonly Sample[]): number {
  let content = 0;
  let total = 0;
  for (const { label, weight } of samples) {
    content += label * weight;
    total += weight;
  }
  return Math.log(Math.max(1e-9, content) / Math.max(1e-9, total - content));
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
