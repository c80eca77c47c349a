import { expect, test } from "vitest";

import { readWpPosts, WpJsonError } from "./wp-json.ts";

const options = { url: "https://example.org/wp-json/wp/v2/posts", now: new Date("2026-01-01T00:00:00Z") };

test("a post becomes an item with plain title, UTC dates, authors and terms", () => {
  const post = {
    id: 7,
    date: "2025-05-01T12:00:00",
    date_gmt: "2025-05-01T10:00:00",
    modified_gmt: "2025-05-02T10:00:00",
    guid: { rendered: "https://example.org/?p=7" },
    link: "https://example.org/a/",
    title: { rendered: "Loaders &#8211; <em>again</em>" },
    excerpt: { rendered: "<p>Short</p>", protected: false },
    content: { rendered: "<p>Long</p>", protected: false },
    _embedded: {
      author: [
        { id: 1, name: "Ada" },
        { code: "rest_user_invalid_id", message: "Invalid user ID." },
      ],
      "wp:term": [
        [{ taxonomy: "category", name: "Malware &amp; more" }],
        [{ taxonomy: "post_tag", name: "Emotet" }],
      ],
    },
  };
  expect(readWpPosts(JSON.stringify([post]), options)).toEqual({
    warnings: [],
    items: [
      {
        guid: "https://example.org/?p=7",
        url: "https://example.org/a/",
        title: "Loaders – again",
        authors: ["Ada"],
        published: new Date("2025-05-01T10:00:00Z"),
        publishedRaw: "2025-05-01T10:00:00Z",
        publishedFlag: null,
        updated: new Date("2025-05-02T10:00:00Z"),
        summary: "<p>Short</p>",
        content: "<p>Long</p>",
        categories: ["Malware & more", "Emotet"],
        language: null,
        enclosures: [],
      },
    ],
  });
});

test("an unreadable date is flagged and a script address dropped", () => {
  const json = JSON.stringify([{ link: "javascript:x", title: "T", date: "some day" }, 3]);
  const { items, warnings } = readWpPosts(json, options);
  expect(items[0]).toMatchObject({
    url: null,
    published: null,
    publishedRaw: "some day",
    publishedFlag: "unreadable",
  });
  expect(warnings).toEqual(["1 entries are not posts"]);
});

test("an error answer is named", () => {
  expect(() => readWpPosts(`{"code":"rest_no_route","message":"x"}`, options)).toThrow("rest_no_route");
  expect(() => readWpPosts("<html>", options)).toThrow(WpJsonError);
  expect(() => readWpPosts("[".repeat(200_000), options)).toThrow(WpJsonError);
});
