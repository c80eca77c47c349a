import { expect, test } from "vitest";

import { transportFailure } from "./transport-failure.ts";

const withCode = (code: string): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("inner"), { code }) });

test.each([
  [withCode("ENOTFOUND"), "does not answer at http://host (its name is not known)"],
  [withCode("UND_ERR_CONNECT_TIMEOUT"), "does not answer at http://host (no connection in time)"],
  [withCode("HPE_INVALID_CONSTANT"), "(what answers there is not HTTP)"],
  [withCode("DEPTH_ZERO_SELF_SIGNED_CERT"), "(DEPTH_ZERO_SELF_SIGNED_CERT)"],
  [withCode("ECONNRESET"), "broke off before the answer was complete"],
  [new TypeError("fetch failed", { cause: new Error("bad port") }), "(bad port)"],
  ["no error at all", "(no answer)"],
])("%s is told with its cause", (error, message) => {
  expect(transportFailure(error, "http://host")).toMatchObject({
    code: "away",
    message: expect.stringContaining(message),
  });
});
