import { expect, test } from "vitest";

import { judge } from "./verdict.ts";

const words = (count: number): string =>
  "The group moved laterally through the network. ".repeat(Math.ceil(count / 7));
const verdict = (title: string, text: string): string =>
  judge({ title, text, wordCount: text.split(/\s+/).length });

test("challenge pages are blocked", () => {
  expect(verdict("Just a moment...", "Enable JavaScript and cookies to continue")).toBe("blocked");
  expect(
    verdict("Attention Required! | Cloudflare", "Sorry, you have been blocked. You are unable to access it."),
  ).toBe("blocked");
  expect(
    verdict("example.org", "Please verify you are a human. Complete the captcha to go on to the page."),
  ).toBe("blocked");
});

test("consent walls are told", () => {
  expect(
    verdict(
      "Before you continue",
      "We and our partners use cookies. Accept all or manage your consent choices here, please.",
    ),
  ).toBe("consent");
});

test("pages that are gone are soft 404s", () => {
  expect(
    verdict(
      "Page not found",
      "The page you are looking for is not here. Try the search or go back home, or elsewhere.",
    ),
  ).toBe("soft_404");
  expect(verdict("404", "Oops")).toBe("soft_404");
  expect(
    verdict(
      "Example",
      "Sorry, this page could not be found. You may go back to the start page and try it from there.",
    ),
  ).toBe("soft_404");
});

test("articles about these things are articles", () => {
  expect(verdict("Access denied: how attackers lock out admins", words(400))).toBe("ok");
  expect(verdict("Error 404 pages abused for card skimming", words(400))).toBe("ok");
  expect(verdict("New cookie consent rules", words(300))).toBe("ok");
});

test("a few words are too short", () => {
  expect(verdict("Title", "Read more on our site.")).toBe("too_short");
});
