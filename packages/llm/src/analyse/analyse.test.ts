import type { OllamaDouble } from "@cti/testing/ollama-double";
import { afterEach, beforeEach, expect, test } from "vitest";

import type { Models } from "../models/open-models.ts";
import type { PartResult } from "./ask-part.ts";
import { previewAnalysis } from "./preview.ts";
import { bericht, longReport, report } from "./test/articles.ts";
import { analyseNow, contextTokens, messageOf, openDouble, requestFor } from "./test/ask-the-double.ts";

let double: OllamaDouble;
let models: Models;

beforeEach(async () => {
  ({ double, models } = await openDouble());
});

afterEach(async () => {
  await models.close();
  await double.close();
});

const long = longReport();
const small = { contextTokens: 3000 };
const chats = (): Record<string, unknown>[] => double.sent("/api/chat").map(({ body }) => body);
const userTexts = (): string[] => chats().map((body) => messageOf(body, "user"));

/** Says of each part the task that it names, if any. */
function huntParts(body: Record<string, unknown>): string {
  const task = /task named (\w+Sync)/.exec(messageOf(body, "user"))?.[1];
  const quote = `The loader creates a scheduled task named ${task}`;
  return JSON.stringify({ behaviours: task ? [{ quotes: [quote], text: `${quote}.` }] : [] });
}

test("the model is told the task, then the article between delimiters, then the task again", async () => {
  double.answer({ text: '{"sentences":[]}' });
  await analyseNow(models, requestFor("summary", [report]));
  const [body = {}] = chats();
  const user = messageOf(body, "user");
  const nonce = /<<<ARTICLE (\w+)>>>/.exec(user)?.[1] ?? "";
  expect(messageOf(body, "system")).toContain(nonce);
  expect(user.indexOf("Title: Copper Wren")).toBeGreaterThan(user.indexOf(nonce));
  expect(user.lastIndexOf(nonce)).toBeGreaterThan(user.indexOf(report.text.slice(-100).trim()));
  expect(user.trim().endsWith("What you cannot quote you leave out.")).toBe(true);
  expect(body["format"]).toMatchObject({
    type: "object",
    additionalProperties: false,
    required: ["sentences"],
  });
  expect(body["options"]).toMatchObject({ num_predict: 1400, num_ctx: contextTokens });
});

test("a dry run shows exactly what is sent", async () => {
  double.onChat(() => '{"behaviours":[]}');
  const request = requestFor("hunt", [long], { ...small, maxParts: 2 });
  const preview = previewAnalysis(request);
  await analyseNow(models, request);
  const read = preview.parts.filter(({ read }) => read);
  expect(read).toHaveLength(2);
  expect(preview.parts.length).toBeGreaterThan(3);
  expect(chats().map((body) => body["messages"])).toEqual(read.map(({ messages }) => messages));
  expect(preview.promptTokens).toBe(read.reduce((sum, { promptTokens }) => sum + promptTokens, 0));
  for (const { promptTokens } of preview.parts) expect(promptTokens).toBeLessThan(small.contextTokens * 0.6);
});

test("the most huntable parts are read, in the order of the text, and the rest is in the coverage", async () => {
  double.onChat(huntParts);
  const { output } = await analyseNow(models, requestFor("hunt", [long], { ...small, maxParts: 2 }));
  expect(userTexts().map((text) => /named (\w+Sync)/.exec(text)?.[1])).toEqual(["PrinterSync", "ClockSync"]);
  expect(output.claims.map(({ id, status, text }) => [id, status, text])).toEqual([
    [1, "supported", "The loader creates a scheduled task named PrinterSync."],
    [2, "supported", "The loader creates a scheduled task named ClockSync."],
  ]);
  const { coverage } = output;
  expect(coverage.partsRead).toBe(2);
  expect(coverage.parts).toBeGreaterThan(2);
  expect(coverage.chars).toBe(long.text.length);
  expect(coverage.charsRead).toBeLessThan(coverage.chars);
});

test("finished parts are saved, and a restart asks for the others only", async () => {
  const saved = new Map<string, PartResult>();
  const store = {
    get: (part: string) => saved.get(part),
    put: async (part: string, result: PartResult) => void saved.set(part, structuredClone(result)),
  };
  const request = requestFor("hunt", [long], { ...small, maxParts: 3 });
  double.onChat(huntParts);
  const whole = await analyseNow(models, request, { saved: store });
  expect(saved.size).toBe(3);
  const asked = chats().length;
  saved.delete([...saved.keys()][1] ?? "");
  const again = await analyseNow(models, request, { saved: store });
  expect(chats()).toHaveLength(asked + 1);
  expect(again.output).toEqual(whole.output);
  expect(again.promptTokens).toBe(whole.promptTokens);
});

test("a saved answer that no longer has the right form is asked for again", async () => {
  double.onChat(huntParts);
  const get = () => ({ raw: "old", promptTokens: 1, outputTokens: 1, ms: 1, repairs: 0 });
  await analyseNow(models, requestFor("hunt", [report]), { saved: { get, put: async () => {} } });
  expect(chats()).toHaveLength(1);
});

test("progress shows readable text only, and counts parts", async () => {
  double.onChat(huntParts);
  const seen: { done: number; total: number; text: string }[] = [];
  const onProgress = (progress: (typeof seen)[number]): void => void seen.push(progress);
  await analyseNow(models, requestFor("hunt", [long], { ...small, maxParts: 2 }), { onProgress });
  expect(seen.every(({ total, text }) => total === 2 && !/[{}"]|quotes/.test(text))).toBe(true);
  expect(seen.at(-1)).toMatchObject({ done: 2 });
  expect(seen.at(-1)?.text).toContain("PrinterSync.\nThe loader");
  expect(seen.every(({ done }, at) => done >= (seen[at - 1]?.done ?? 0))).toBe(true);
});

test("a part whose answers stay unusable counts as not read", async () => {
  double.onChat((body) => (/PrinterSync/.test(messageOf(body, "user")) ? "no JSON" : huntParts(body)));
  const { output } = await analyseNow(models, requestFor("hunt", [long], { ...small, maxParts: 2 }));
  expect(output.coverage.partsRead).toBe(1);
  expect(output.claims.map(({ text }) => text)).toEqual([
    "The loader creates a scheduled task named ClockSync.",
  ]);
});

test("when no part has a usable answer the analysis fails, and other failures end it at once", async () => {
  double.onChat(() => "no JSON");
  await expect(analyseNow(models, requestFor("hunt", [report]))).rejects.toMatchObject({
    code: "bad_answer",
  });
  double.models.clear();
  await expect(analyseNow(models, requestFor("hunt", [report]))).rejects.toMatchObject({ code: "no_model" });
});

test("a cut answer is asked for again, and the repair is counted", async () => {
  double.answer({ text: '{"sentences":[{"quotes":["In Sept', doneReason: "length" });
  double.answer({ text: '{"sentences":[]}' });
  const { repairs } = await analyseNow(models, requestFor("summary", [report]));
  expect(repairs).toBe(1);
});

test("a cancel ends the analysis with its reason, before and while a part is asked", async () => {
  const reason = new Error("stopped by hand");
  const before = AbortSignal.abort(reason);
  await expect(analyseNow(models, requestFor("hunt", [report]), { signal: before })).rejects.toBe(reason);
  expect(chats()).toHaveLength(0);
  const controller = new AbortController();
  double.onChat(() => {
    queueMicrotask(() => controller.abort(reason));
    return huntParts({ messages: [] });
  });
  double.fault("/api/chat", { hangAfter: 1 });
  const asked = analyseNow(models, requestFor("hunt", [report]), { signal: controller.signal });
  await expect(asked).rejects.toBe(reason);
});

test("a context larger than what the server makes room for is not used", async () => {
  double.onChat(huntParts);
  await analyseNow(models, requestFor("hunt", [long], { contextTokens: 1_000_000 }));
  expect(userTexts().length).toBeGreaterThanOrEqual(1);
  const most = Math.max(...userTexts().map((text) => text.length));
  expect(most).toBeLessThan(contextTokens * 3.3);
});

test("a context that is too small is refused with what would do", async () => {
  const request = (tokens: number) => requestFor("hunt", [report], { contextTokens: tokens });
  await expect(analyseNow(models, request(512))).rejects.toThrow(/context of 512 tokens is too small/);
  const least = /at least (\d+)/.exec(messageOfError(() => previewAnalysis(request(512))))?.[1];
  expect(() => previewAnalysis(request(Number(least)))).not.toThrow();
});

test("of a translation only titles and leads are read", async () => {
  const german = { ...bericht, text: `${bericht.text}\n\n`.repeat(30) };
  double.onChat(() => '{"language":"de","title":"Group Copper Wren sends fake invoices","sentences":[]}');
  const { output } = await analyseNow(
    models,
    requestFor("translation", [german, { ...bericht, articleId: 14 }]),
  );
  expect(output.coverage).toMatchObject({ parts: 3, partsRead: 2 });
  expect(output.coverage.charsRead).toBeLessThan(output.coverage.chars / 2);
  expect(output.claims.map(({ section, status }) => [section, status])).toEqual([["title", "supported"]]);
});

test("an article without text is asked by its title", async () => {
  double.onChat(() => '{"sentences":[]}');
  const { output } = await analyseNow(models, requestFor("summary", [{ ...report, text: "" }]));
  expect(userTexts()[0]).toContain(report.title);
  expect(output.coverage).toEqual({ parts: 1, partsRead: 1, chars: 0, charsRead: 0 });
});

test("huntability of several parts leans to the parts that can be hunted", async () => {
  double.onChat((body) => {
    const task = /task named (\w+Sync)/.exec(messageOf(body, "user"))?.[1];
    const quote = task ? `The loader creates a scheduled task named ${task}` : "many firms in the region say";
    const reason = {
      quotes: [quote],
      text: task ? "The name of the task can be searched for." : "Firms talk.",
    };
    return JSON.stringify({ huntability: { reasons: [reason], score: task ? 9 : 1 } });
  });
  const { output } = await analyseNow(models, requestFor("detection", [long], { ...small, maxParts: 9 }));
  expect(output.coverage.partsRead).toBeGreaterThan(3);
  expect(output.huntability).toBeGreaterThanOrEqual(6);
});

function messageOfError(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  return "";
}
