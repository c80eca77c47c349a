import { QueueError } from "@cti/queue/queue-error";
import { expect, test } from "vitest";

import { exitCodes, explain } from "./exit.ts";

test("a queue that refuses is not told as a database that does not answer", () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:6379"), { code: "ECONNREFUSED" });
  const error = new QueueError("The queue at 127.0.0.1:6379 cannot be opened.", { cause: refused });

  expect(explain(error)).toEqual({
    code: exitCodes.unreachable,
    message: "The queue at 127.0.0.1:6379 cannot be opened.",
    unforeseen: false,
  });
});
