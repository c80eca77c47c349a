import { expect, test } from "vitest";

import { createRowDigest } from "./row-digest.ts";

const digest = (...chunks: string[]): ReturnType<ReturnType<typeof createRowDigest>["finish"]> => {
  const rows = createRowDigest();
  for (const chunk of chunks) rows.add(Buffer.from(chunk));
  return rows.finish();
};

test("pieces make no difference, and the order of rows only to the checksum of the whole", () => {
  const whole = digest("1\ta\n2\tb\n3\tc\n");
  expect(whole).toMatchObject({ rows: 3, bytes: 12 });
  expect(digest("1\ta", "\n2", "\tb\n3\t", "c\n")).toEqual(whole);
  const turned = digest("3\tc\n1\ta\n2\tb\n");
  expect(turned.sum).toBe(whole.sum);
  expect(turned.sha256).not.toBe(whole.sha256);
});

test("another value, a row less and a row twice are seen", () => {
  const sums = [
    digest("1\n2\n"),
    digest("1\n3\n"),
    digest("1\n"),
    digest("1\n1\n2\n"),
    digest("1\n2\n1\n1\n"),
  ];
  expect(new Set(sums.map(({ sum }) => sum)).size).toBe(sums.length);
});
