import { expect, test } from "vitest";

import { scanXml } from "./scan-xml.ts";

function tagsOf(source: string): { tags: string[]; isComplete: boolean } {
  const tags: string[] = [];
  const isComplete = scanXml(source, {
    open: (tag) => {
      tags.push(`<${tag.name}|${tag.attributes.trim()}${tag.selfClosing ? "|/" : ""}>`);
      return true;
    },
    close: (tag) => {
      tags.push(`</${tag.name}>`);
    },
  });
  return { tags, isComplete };
}

test.each([
  ["<a b='1'>x</a>", ["<a|b='1'>", "</a>"]],
  ["<a/><b c = 'x > y' />", ["<a||/>", "<b|c = 'x > y'|/>"]],
  ["a < b <3 <a>", ["<a|>"]],
  ["<!-- <a> --><![CDATA[<b>]]><?p <c> ?><d>", ["<d|>"]],
  ['<!DOCTYPE x [<!ENTITY e "<a>">] ><b>', ["<b|>"]],
  ['<a b="x>y</a><c d="e">', ['<a|b="x>', "</a>", '<c|d="e">']],
  ["<a <b>", ["<b|>"]],
  ["<!-- never closed > <a>", ["<a|>"]],
])("%j holds the tags %j", (source, tags) => {
  expect(tagsOf(source)).toEqual({ tags, isComplete: true });
});

test.each(["<a", "<a b='", "<![CDATA[x", "<?xml"])("%j ends too early", (source) => {
  expect(tagsOf(source).isComplete).toBe(false);
});
