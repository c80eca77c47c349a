import { expect, test } from "vitest";

import { parseAllowList } from "./allow-list.ts";
import { checkUrl } from "./check-url.ts";

const nothing = parseAllowList([]);

test.each([
  ["", "invalid_url"],
  ["not a url", "invalid_url"],
  ["//news.example/", "invalid_url"],
  ["/etc/passwd", "invalid_url"],
  ["file:///etc/passwd", "invalid_url"],
  ["ftp://news.example/", "invalid_url"],
  ["javascript:alert(1)", "invalid_url"],
  ["data:text/html,hi", "invalid_url"],
  ["gopher://news.example/", "invalid_url"],
  ["http://", "invalid_url"],
  ["http://user@news.example/", "invalid_url"],
  ["http://user:secret@news.example/", "invalid_url"],
  ["http://[fe80::1%25eth0]/", "invalid_url"],
  [`http://news.example/${"a".repeat(9000)}`, "invalid_url"],
  ["http://2130706433/", "blocked_address"],
  ["http://0x7f.1/", "blocked_address"],
  ["http://0177.0.0.1/", "blocked_address"],
  ["http://127.1/", "blocked_address"],
  ["http://0/", "blocked_address"],
  ["http://[::1]/", "blocked_address"],
  ["http://[::ffff:127.0.0.1]/", "blocked_address"],
  ["http://[::ffff:7f00:1]/", "blocked_address"],
  ["http://[::127.0.0.1]/", "blocked_address"],
  ["http://[64:ff9b::10.0.0.1]/", "blocked_address"],
  ["http://169.254.169.254/latest/meta-data/", "blocked_address"],
  ["http://①②⑦.⓪.⓪.①/", "blocked_address"],
  ["http://127.0.0.1./", "blocked_address"],
  ["http://news.example:22/", "blocked_port"],
  ["http://news.example:25/", "blocked_port"],
  ["https://news.example:6379/", "blocked_port"],
])("%s is refused as %s", (address, reason) => {
  expect(() => checkUrl(nothing, address)).toThrow(expect.objectContaining({ reason }));
});

test("a public address passes, without its fragment", () => {
  expect(checkUrl(nothing, "HTTPS://News.Example:443/a b?c#d").href).toBe("https://news.example/a%20b?c");
  expect(checkUrl(nothing, "http://8.8.8.8:8080/").href).toBe("http://8.8.8.8:8080/");
});

test("the allow list opens addresses and ports", () => {
  const allow = parseAllowList(["127.0.0.1:6379", "git.local:22"]);
  expect(checkUrl(allow, "http://127.0.0.1:6379/").port).toBe("6379");
  expect(checkUrl(allow, "http://git.local:22/").port).toBe("22");
  expect(() => checkUrl(allow, "http://127.0.0.1:6380/")).toThrow("not a public address");
});

test("messages and addresses of errors carry no control characters", () => {
  expect(() => checkUrl(nothing, "\u001B]0;owned\u0007foo\u202E")).toThrow(
    expect.objectContaining({ url: "\uFFFD]0;owned\uFFFDfoo\uFFFD" }),
  );
});
