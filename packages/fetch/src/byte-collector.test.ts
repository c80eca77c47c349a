import { expect, test } from "vitest";

import { createByteCollector } from "./byte-collector.ts";

test("chunks of every size come out in order, in a buffer of their own", () => {
  const collector = createByteCollector();
  const sent: number[] = [];
  for (let i = 0; i < 400; i += 1) {
    const chunk = Buffer.alloc(i % 7 === 0 ? 9000 : i % 50, i % 251);
    collector.add(chunk);
    for (const byte of chunk) sent.push(byte);
  }
  const joined = collector.join();
  expect(collector.size()).toBe(sent.length);
  expect(Buffer.from(joined).equals(Buffer.from(sent))).toBe(true);
  expect(joined.buffer.byteLength).toBe(joined.length);
});

test("nothing collected is an empty body", () => {
  expect(createByteCollector().join()).toHaveLength(0);
});
