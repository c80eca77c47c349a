import { expect, test } from "vitest";

import { readAddress, readTags, slugOf } from "./read-address.ts";

test.each([
  ["blog.example.com", "https://blog.example.com/"],
  ["  https://blog.example.com/feed.xml ", "https://blog.example.com/feed.xml"],
  ["hxxps://blog[.]example[.]com/a", "https://blog.example.com/a"],
  ["feed://blog.example.com/rss", "https://blog.example.com/rss"],
  ["feed:https://blog.example.com/rss", "https://blog.example.com/rss"],
  ["http://127.0.0.1:8099/", "http://127.0.0.1:8099/"],
  ["ftp://blog.example.com/", null],
  ["javascript:alert(1)", null],
  ["the vendor blog", null],
  ["vendor", null],
  ["", null],
])("%s is read as %s", (text, address) => {
  expect(readAddress(text)).toBe(address);
});

test("short names are made like those of the server", () => {
  expect(slugOf("Blog de sécurité – ANSSI")).toBe("blog-de-securite-anssi");
  expect(slugOf("2026")).toBe("");
});

test("tags are told apart by commas", () => {
  expect(readTags(" vendor,  threat   research ,vendor,,")).toEqual(["vendor", "threat research"]);
});
