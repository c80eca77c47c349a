import { expect, test } from "vitest";

import { isOwnHost, isOwnRead, isOwnWrite } from "./check-request.ts";

const own = { host: "127.0.0.1", hosts: ["cti.example.org"] };

test.each([
  "localhost",
  "localhost:5555",
  "LOCALHOST:5555",
  "board.localhost",
  "127.0.0.1:5555",
  "[::1]:5555",
  "192.0.2.9:5555",
  "cti.example.org",
  "CTI.example.org.:443",
])("%s is a name of ours", (host) => {
  expect(isOwnHost(host, own)).toBe(true);
});

test.each([
  undefined,
  "",
  "evil.test",
  "evil.test:5555",
  "127.0.0.1.evil.test",
  "localhost.evil.test",
  "user@localhost",
  "localhost/x",
  "localhost evil.test",
  "[::1",
  "cti.example.org.evil.test",
  "beef",
  "ac:5555",
  "1",
])("%s is none", (host) => {
  expect(isOwnHost(host, own)).toBe(false);
});

const host = "127.0.0.1:5555";

test.each([
  { host },
  { host, origin: "http://127.0.0.1:5555" },
  { host, origin: "http://127.0.0.1:5555", "sec-fetch-site": "same-origin" },
  { host: "cti.example.org", origin: "https://cti.example.org:443" },
])("a write of our own pages or of a program passes: %j", (headers) => {
  expect(isOwnWrite(headers)).toBe(true);
});

test.each([
  { host, origin: "http://evil.test" },
  { host, origin: "null" },
  { host, origin: "" },
  { host, origin: "http://127.0.0.1:5556" },
  { host, origin: "http://127.0.0.1:5555.evil.test" },
  { host, "sec-fetch-site": "cross-site" },
  { host, "sec-fetch-site": "same-site" },
  { host, "sec-fetch-site": "none" },
  { host, origin: "http://127.0.0.1:5555", "sec-fetch-site": "cross-site" },
])("a write of another site does not: %j", (headers) => {
  expect(isOwnWrite(headers)).toBe(false);
});

test.each([
  {},
  { "sec-fetch-site": "none", "sec-fetch-dest": "document" },
  { "sec-fetch-site": "same-origin", "sec-fetch-dest": "empty" },
  { "sec-fetch-site": "cross-site", "sec-fetch-dest": "document" },
])("a link, a page of ours and a program may read: %j", (headers) => {
  expect(isOwnRead(headers)).toBe(true);
});

test.each([
  { "sec-fetch-site": "cross-site", "sec-fetch-dest": "image" },
  { "sec-fetch-site": "same-site", "sec-fetch-dest": "script" },
  { "sec-fetch-site": "cross-site", "sec-fetch-dest": "iframe" },
  { "sec-fetch-site": "cross-site" },
])("what another site builds into its page may not: %j", (headers) => {
  expect(isOwnRead(headers)).toBe(false);
});
