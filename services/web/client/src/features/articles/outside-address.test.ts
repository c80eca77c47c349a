import { expect, test } from "vitest";

import { readOutside } from "./outside-address.ts";

test("an address of the web can be opened, with its host as a browser reads it", () => {
  expect(readOutside("https://Blog.Example/a?b=1#c")).toEqual({
    opens: true,
    url: "https://blog.example/a?b=1#c",
    host: "blog.example",
    scheme: "https",
  });
  expect(readOutside("http://127.0.0.1:8099/x")).toMatchObject({ host: "127.0.0.1:8099" });
});

test("letters that look like others are shown as what they are", () => {
  expect(readOutside("https://аpple.example/")).toMatchObject({ host: "xn--pple-43d.example" });
});

test.each([
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  "\u0001javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "blob:https://a.example/1",
  "file:///etc/passwd",
  "//evil.example",
  "/articles",
  "evil.example",
  "https://good.example@evil.example/",
  "https://a.example/\u202egnp.exe",
  "https://",
  "",
  undefined,
])("%j is not opened", (text) => {
  expect(readOutside(text)).toMatchObject({ opens: false });
});
