import { expect, test } from "vitest";

import { readAddress } from "./address.ts";

test.each([
  ["http://127.0.0.1:11434", "http://127.0.0.1:11434"],
  ["http://ollama:11434/", "http://ollama:11434"],
  ["https://models.example/ollama/", "https://models.example/ollama"],
  ["localhost", "http://localhost:11434"],
  ["localhost:8080", "http://localhost:8080"],
  ["localhost:80", "http://localhost"],
  ["http://[::1]:11434", "http://[::1]:11434"],
  ["http://host:1/?key=secret#x", "http://host:1"],
])("%s is asked at %s", (text, base) => {
  expect(readAddress(text)).toMatchObject({ base, authorization: null });
});

test.each(["", "ftp://host", "http://", "not an address", "file:///etc/passwd"])(
  "'%s' is refused",
  (text) => {
    expect(() => readAddress(text)).toThrow("OLLAMA_URL is not a web address");
  },
);

test.each([
  ["http://ada:pass%3Aword@host", `Basic ${Buffer.from("ada:pass:word").toString("base64")}`],
  ["http://token123@host", "Bearer token123"],
  ["http://:token123@host", "Bearer token123"],
  ["http://50%off@host", "Bearer 50%off"],
])("the login of %s becomes a header", (text, authorization) => {
  expect(readAddress(text)).toEqual({ base: "http://host", origin: "http://host", authorization });
});
