import { expect, test } from "vitest";

import { exitCodes, Exit } from "../../exit.ts";
import { openClient, type Server } from "./open-client.ts";

const refusal = (server: Partial<Server>): unknown => {
  try {
    openClient({ url: "https://cti.example.org", token: "cti_pat_x_y", insecure: false, ...server });
    return "taken";
  } catch (error) {
    return error instanceof Exit ? error.code : error;
  }
};

test("a token is shown to https and to this machine, and to plain HTTP elsewhere only when that is said", () => {
  const taken = [
    "https://cti.example.org",
    "https://cti.example.org:8443/below/",
    "http://localhost:8000",
    "http://127.0.0.1:8000",
    "http://[::1]:8000/",
    "http://cti.localhost",
  ];
  for (const url of taken) expect(refusal({ url }), url).toBe("taken");
  const refused = [
    "http://cti.example.org",
    "http://192.0.2.7:8000",
    "http://127.0.0.1.example.org",
    "http://localhost.example.org",
    "http://[::2]",
  ];
  for (const url of refused) {
    expect(refusal({ url }), url).toBe(exitCodes.usage);
    expect(refusal({ url, insecure: true }), url).toBe("taken");
  }
});

test("what is no address of a server is refused, a login in it too", () => {
  for (const url of [
    "cti.example.org",
    "ftp://cti.example.org",
    "file:///etc/passwd",
    "https://ada:secret@cti.example.org",
    "https://cti.example.org/?token=x",
    "https://",
  ])
    expect(refusal({ url, insecure: true }), url).toBe(exitCodes.usage);
});

test("without a token, or with one that is none, nothing is asked", () => {
  expect(refusal({ token: null })).toBe(exitCodes.unauthorised);
  expect(refusal({ token: "two words" })).toBe(exitCodes.unauthorised);
  expect(refusal({ token: "a\nb" })).toBe(exitCodes.unauthorised);
});
