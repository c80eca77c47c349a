import { PassThrough } from "node:stream";

import { expect, test } from "vitest";

import { createPullProgress } from "./pull-progress.ts";

function streamOf(isTTY: boolean): { stream: NodeJS.WriteStream; said: () => string } {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 100 }) as unknown as NodeJS.WriteStream;
  return { stream, said: () => String((stream as unknown as PassThrough).read() ?? "") };
}

test("without a terminal each step is a line, and a large layer one for each tenth", () => {
  const { stream, said } = streamOf(false);
  const { tell, end } = createPullProgress(stream);
  tell("mistral", { status: "pulling manifest", done: null, total: null });
  for (const done of [0, 40e6, 41e6, 100e6, 119e6, 400e6])
    tell("mistral", { status: "pulling a", done, total: 400e6 });
  end();
  expect(said()).toBe(
    [
      "mistral: pulling manifest",
      "mistral: pulling a 0 % of 400.0 MB",
      "mistral: pulling a 10 % of 400.0 MB",
      "mistral: pulling a 25 % of 400.0 MB",
      "mistral: pulling a 100 % of 400.0 MB",
      "",
    ].join("\n"),
  );
});

test("on a terminal one line renews itself and goes in the end, and nothing that the server says steers it", () => {
  const { stream, said } = streamOf(true);
  const { tell, end } = createPullProgress(stream);
  tell("mistral", { status: "pulling \u001b[31ma", done: 100, total: 200 });
  end();
  const text = said();
  expect(text).toContain("[██████████░░░░░░░░░░] mistral: pulling \ufffd[31ma 50 % of 200 B");
  expect(text.startsWith("\r\u001b[2K")).toBe(true);
  expect(text.endsWith("\r\u001b[2K")).toBe(true);
});
