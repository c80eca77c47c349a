import { expect, test } from "vitest";

import { readFragment } from "./read-fragment.ts";

test("feed content is read whole, with absolute links", () => {
  const read = readFragment(
    '<p>New <a href="/post#more">campaign</a> seen.</p><p hidden>no</p><ul><li><a href="mailto:x@y.z">mail</a></li></ul>' +
      '<p><a href="https://example.org/post#more">again</a></p>',
    { url: "https://example.org/feed/item" },
  );
  expect(read.text).toBe("New campaign seen.\n\n- mail\n\nagain");
  expect(read.html).toBe(
    '<p>New <a href="https://example.org/post#more">campaign</a> seen.</p><ul><li>mail</li></ul>' +
      '<p><a href="https://example.org/post#more">again</a></p>',
  );
  expect(read.links).toEqual([{ url: "https://example.org/post#more", text: "campaign" }]);
  expect(read.wordCount).toBe(5);
  expect(read.oversize).toBe(false);
});

test("plain text is one paragraph", () => {
  expect(readFragment("1 < 2 & 3 > 2", { url: "https://example.org" })).toMatchObject({
    text: "1 < 2 & 3 > 2",
    html: "<p>1 &lt; 2 &amp; 3 &gt; 2</p>",
    links: [],
  });
});

test("nothing is something, too", () => {
  expect(readFragment("", { url: "https://example.org" })).toEqual({
    text: "",
    html: "",
    links: [],
    wordCount: 0,
    oversize: false,
  });
});

test("at most 2,000 links are listed", () => {
  const html = Array.from({ length: 3_000 }, (_, at) => `<a href="/${at}">${at}</a> `).join("");
  expect(readFragment(html, { url: "https://example.org" }).links).toHaveLength(2_000);
});
