import model from "./model.json" with { type: "json" };

/** Names of the features, in the order in which the model was trained on them. */
export const MODEL_FEATURES: readonly string[] = model.features;

/**
 * Probability that a segment is content: gradient boosted trees over its features (logistic loss, trained on
 * hand-labelled pages). A tree is stored in preorder: the left child follows its parent, `right` points on.
 */
export function probabilityOf(features: Float32Array): number {
  let sum = 0;
  for (let tree = 0; tree < ROOTS.length; tree++) {
    let at = ROOTS[tree] ?? 0;
    let feature = FEATURE[at] ?? LEAF;
    while (feature !== LEAF) {
      at = (features[feature] ?? 0) <= (VALUE[at] ?? 0) ? at + 1 : (RIGHT[at] ?? 0);
      feature = FEATURE[at] ?? LEAF;
    }
    sum += VALUE[at] ?? 0;
  }
  return 1 / (1 + Math.exp(-sum));
}

const LEAF = 0xff;
const ROOTS = Uint16Array.from(model.roots);
const FEATURE = new Uint8Array(bytes(model.feature));
const RIGHT = new Uint16Array(bytes(model.right));
const VALUE = new Float32Array(bytes(model.value));

/** A fresh buffer, since typed arrays want aligned memory. */
function bytes(base64: string): ArrayBuffer {
  const decoded = Buffer.from(base64, "base64");
  const copy = new ArrayBuffer(decoded.length);
  new Uint8Array(copy).set(decoded);
  return copy;
}
