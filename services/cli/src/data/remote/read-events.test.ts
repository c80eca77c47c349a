import { expect, test } from "vitest";

import { readEvents } from "./read-events.ts";

async function* pieces(...texts: string[]): AsyncGenerator<string> {
  yield* texts;
}

async function eventsOf(...texts: string[]): Promise<unknown[]> {
  const events = [];
  for await (const event of readEvents(pieces(...texts))) events.push(event);
  return events;
}

test("events are read wherever the pieces of the stream are cut", async () => {
  const stream =
    'retry: 3000\nid: 4\n\n: still here\n\nid: 5\nevent: llm.delta\ndata: {"done":1,"text":"a"}\n\n';
  const expected = [{ event: "llm.delta", data: { done: 1, text: "a" } }];
  expect(await eventsOf(stream)).toEqual(expected);
  expect(await eventsOf(...stream.split(/(?=.)/s))).toEqual(expected);
});

test("what is no JSON object, and an event that breaks off, are passed over", async () => {
  const stream =
    'event: one\ndata: nonsense\n\nevent: two\ndata: 7\n\nevent: three\ndata: {"a":1}\n\nevent: four\nda';
  expect(await eventsOf(stream)).toEqual([{ event: "three", data: { a: 1 } }]);
});
