import type { Rank } from "./rank-of.ts";

/** A rank as lines to read: the formula with its numbers, then each factor with its effect and reason, strongest first. */
export function explainRank({ total, product, middle, parts }: Rank): string[] {
  const byEffect = parts.toSorted((left, right) => Math.abs(right.points) - Math.abs(left.points));
  const width = Math.max(0, ...parts.map(({ name }) => name.length));
  return [
    `${total.toFixed(1)} = 100 × P / (P + ${middle}), where P = ${short(product)} is the product of:`,
    ...byEffect.map(
      ({ name, value, points, reason }) =>
        `  ×${short(value).padStart(5)}  ${name.padEnd(width)}  ${signed(points).padStart(6)}  ${reason}`,
    ),
  ];
}

function short(value: number): string {
  return value >= 0.01 ? value.toFixed(2) : value.toPrecision(1);
}

function signed(points: number): string {
  return points > 0 ? `+${points.toFixed(1)}` : points.toFixed(1).replace("-", "−");
}
