import shipped from "./model.json" with { type: "json" };
import type { Model } from "./train-model.ts";

/** Names of the features, in the order in which the shipped model was trained on them. */
export const MODEL_FEATURES: readonly string[] = shipped.features;

/** Gives the probability that a segment with these features is content. */
export type Classifier = (features: Float32Array) => number;

/**
 * Gradient boosted trees with a logistic link. A tree is stored in preorder: the left child follows its parent,
 * `right` points on, and feature 255 marks a leaf.
 */
export function classifierOf(model: Model): Classifier {
  const roots = Uint16Array.from(model.roots);
  const feature = new Uint8Array(bytes(model.feature));
  const right = new Uint16Array(bytes(model.right));
  const value = new Float32Array(bytes(model.value));
  return (features) => {
    let sum = 0;
    for (const root of roots) {
      let at = root;
      let tested = feature[at] ?? LEAF;
      while (tested !== LEAF) {
        at = (features[tested] ?? 0) <= (value[at] ?? 0) ? at + 1 : (right[at] ?? 0);
        tested = feature[at] ?? LEAF;
      }
      sum += value[at] ?? 0;
    }
    return 1 / (1 + Math.exp(-sum));
  };
}

const LEAF = 255;

/** A fresh buffer, since typed arrays want aligned memory. */
function bytes(base64: string): ArrayBuffer {
  const decoded = Buffer.from(base64, "base64");
  const copy = new ArrayBuffer(decoded.length);
  new Uint8Array(copy).set(decoded);
  return copy;
}

export const shippedClassifier: Classifier = classifierOf(shipped);
