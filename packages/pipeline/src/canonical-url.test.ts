import { expect, test } from "vitest";

import { canonicalUrl, sameArticleKey } from "./canonical-url.ts";

const plain: Record<string, string> = {
  "HTTPS://Example.ORG:443/a": "https://example.org/a",
  "http://example.org:80/": "http://example.org/",
  "https://example.org:8443/a": "https://example.org:8443/a",
  "https://bücher.example/a": "https://xn--bcher-kva.example/a",
  "https://user:secret@example.org./a": "https://example.org/a",
  "https://example.org/a#part": "https://example.org/a",
  "https://example.org/#!/a": "https://example.org/#!/a",
  "https://example.org/a?utm_source=x&UTM_Medium=y&fbclid=1&id=7&gclid=2": "https://example.org/a?id=7",
  "https://example.org/a?b=2&a=1": "https://example.org/a?a=1&b=2",
  "https://example.org/a?ref=twitter&source=rss&from=feedly": "https://example.org/a",
  "https://example.org/a?ref=main&source=cve": "https://example.org/a?ref=main&source=cve",
  "https://example.org/a/amp/": "https://example.org/a",
  "https://example.org/a/amp": "https://example.org/a",
  "https://example.org/amp": "https://example.org/amp",
  "https://example.org/a?amp=1": "https://example.org/a",
  "https://example.org/a?outputType=amp": "https://example.org/a",
  "https://amp.example.org/a": "https://example.org/a",
  "https://m.example.org/a": "https://example.org/a",
  "https://en.m.example.org/a": "https://en.example.org/a",
  "https://mobile.example.org/a": "https://example.org/a",
  "https://m.de/a": "https://m.de/a",
  "https://example-org.cdn.ampproject.org/c/s/example.org/a/amp": "https://example.org/a",
  "https://www.google.com/amp/s/example.org/a": "https://example.org/a",
  "https://example.org/a/": "https://example.org/a",
  "https://example.org//a///b//": "https://example.org/a/b",
  "https://example.org/%7ea/%c3%a9": "https://example.org/~a/%C3%A9",
  "https://example.org/a/index.html": "https://example.org/a/index.html",
  "https://example.org/a;jsessionid=0A1B?x=1": "https://example.org/a?x=1",
  "https://[2001:DB8::1]/a": "https://[2001:db8::1]/a",
  " https://example.org/a\n": "https://example.org/a",
};

test.each(Object.entries(plain))("%s has one plain form", (url, expected) => {
  expect(canonicalUrl(url)).toBe(expected);
});

test.each([
  "",
  "/a",
  "ftp://example.org/a",
  "javascript:alert(1)",
  "mailto:a@example.org",
  "http://",
  "no url",
])("%j has none", (url) => {
  expect(canonicalUrl(url)).toBeNull();
  expect(sameArticleKey(url)).toBeNull();
});

test("the key forgets scheme and www", () => {
  const key = sameArticleKey("http://www.example.org/a/?utm_source=rss");
  expect(key).toBe("example.org/a");
  expect(sameArticleKey("https://m.example.org/a/amp/")).toBe(key);
  expect(sameArticleKey("https://www.example.org/a?id=2")).not.toBe(key);
});

test("the plain form of a plain form is itself, however the parts are combined", () => {
  const hosts = [
    "example.org",
    "m.amp.example.org",
    "www.m.example.org",
    "en.m.example.org",
    "m.m.m.example.org",
  ];
  const paths = [
    "",
    "/",
    "//",
    "/amp/amp/",
    "/a/amp//",
    "/a/amp/amp",
    "/%2561/",
    "/a%2Famp",
    "/a;jsessionid=1/amp",
  ];
  const queries = ["", "?", "?&&", "?b&a=&a", "?%75tm_source=1&x=%7E", "?amp&amp=1", "?ref=rss&ref=x%2fy"];
  const hashes = ["", "#a", "#!a", "#!"];
  for (const host of hosts)
    for (const path of paths)
      for (const query of queries)
        for (const hash of hashes) {
          const once = canonicalUrl(`https://${host}${path}${query}${hash}`);
          expect(once).not.toBeNull();
          expect(canonicalUrl(once ?? "")).toBe(once);
        }
});
