import { expect, test } from "vitest";

import { documentText, leadOf, queryText } from "./embedding-text.ts";

test("an article is embedded by its title and the sentences that fit, none of them cut", () => {
  const sentence =
    "The intruders wrote version 2.1.4 of the loader to disk and called c2.example.org once an hour.";
  const text = Array.from({ length: 40 }, () => sentence).join(" ");
  const lead = leadOf(text);
  expect(lead.length).toBeLessThanOrEqual(1_500);
  expect(lead.length).toBeGreaterThan(1_300);
  expect(lead.endsWith("once an hour.")).toBe(true);
  expect(documentText("all-minilm", { title: " A loader ", text })).toBe(`A loader\n${lead}`);
  expect(documentText("all-minilm", { title: "A loader", text: "" })).toBe("A loader");
});

test("a text without sentences ends with a word, one without words where it must", () => {
  const words = leadOf("indicator ".repeat(400));
  expect(words.endsWith("indicator")).toBe(true);
  expect(leadOf("f".repeat(5_000))).toHaveLength(1_500);
  expect(leadOf(`${"x".repeat(1_499)}😀😀`)).toBe("x".repeat(1_499));
  expect(leadOf("漏洞被利用。".repeat(400)).endsWith("。")).toBe(true);
});

test("models that want to know what a text is for are told, whatever their tag and registry", () => {
  const article = { title: "T", text: "x" };
  expect(documentText("nomic-embed-text", article)).toBe("search_document: T\nx");
  expect(documentText("registry.test/me/nomic-embed-text:v1.5", article)).toBe("search_document: T\nx");
  expect(queryText("nomic-embed-text:latest", " loader ")).toBe("search_query: loader");
  expect(queryText("mxbai-embed-large", "loader")).toBe("loader");
});
