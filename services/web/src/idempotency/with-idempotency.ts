import { createHash } from "node:crypto";

import type { Route } from "@cti/contract/route";
import type { Db } from "@cti/db/client";
import type { Principal } from "@cti/domain/accounts/principal";
import { claimRequest, keepAnswer, type KeptAnswer, releaseRequest } from "@cti/domain/requests/idempotency";
import { asTenant } from "@cti/domain/tenants/as-tenant";
import type { Logger } from "@cti/observe/logger";

import { HttpProblem } from "../handler.ts";

/** The request as far as it matters whether it is the same one. */
export type KeyedRequest = {
  route: Pick<Route, "method" | "path" | "secret">;
  who: Principal;
  /** Value of Idempotency-Key as it came. */
  key: string;
  /** The URL with its query, and the body as it was parsed. */
  url: string;
  body: unknown;
  now: Date;
};

const keyForm = /^[\x21-\x7e]{1,200}$/;

/**
 * Carries a request out once: a repetition with the same key within a day gets the first answer, with the header
 * `idempotent-replayed`. `run` gives the answer as it is sent, with those of its headers that are to be repeated (such
 * as location); when it throws, or answers with 5xx or 429, nothing is kept and a repetition is carried out.
 * Throws HttpProblem: a key for another request, or one that is still being answered.
 */
export async function withIdempotency(
  { db, log }: { db: Db; log: Logger },
  { route, who, key, url, body, now }: KeyedRequest,
  run: () => Promise<KeptAnswer>,
): Promise<KeptAnswer> {
  if (!keyForm.test(key))
    throw new HttpProblem("validation_failed", "Idempotency-Key takes 1 to 200 visible ASCII characters");
  const request = {
    // Somebody who signs in anew is the same person; tokens are apart from each other.
    principal: who.kind === "session" ? `user:${who.userId}` : who.id,
    route: `${route.method} ${route.path}`,
    key,
  };
  const requestHash = hashOf(url, body);
  const claim = await asTenant(db, who.tenantId, (tx) => claimRequest(tx, request, { requestHash, now }));
  switch (claim.state) {
    case "other":
      throw new HttpProblem("idempotency_mismatch", "Take another Idempotency-Key for another request");
    case "in_flight":
      throw new HttpProblem("idempotency_in_flight", "Repeat it in a moment");
    case "answered":
      return replay(claim.answer);
    case "first":
  }
  const claimed = { ...request, startedAt: claim.startedAt };
  const settle = async (answer: KeptAnswer | null): Promise<void> => {
    // The request was carried out; that its repetition cannot be recognised does not make it fail.
    await asTenant(db, who.tenantId, (tx) =>
      answer
        ? keepAnswer(tx, claimed, isSecret(route, answer) ? { ...answer, headers: null, body: null } : answer)
        : releaseRequest(tx, claimed),
    ).catch((error: unknown) => {
      log.warn({ err: error, route: request.route }, "the answer of a request with a key was not kept");
    });
  };
  let answer: KeptAnswer;
  try {
    answer = await run();
  } catch (error) {
    await settle(null);
    throw error;
  }
  await settle(answer.status >= 500 || answer.status === 429 ? null : answer);
  return answer;
}

function replay(answer: KeptAnswer | null): KeptAnswer {
  if (!answer)
    throw new HttpProblem(
      "conflict",
      "This was done already, and what it answered is shown only once: revoke what it made and start anew with another Idempotency-Key",
    );
  return { ...answer, headers: { ...answer.headers, "idempotent-replayed": "true" } };
}

function isSecret({ secret }: Pick<Route, "secret">, { status }: KeptAnswer): boolean {
  return secret === true && status < 400;
}

function hashOf(url: string, body: unknown): string {
  return createHash("sha256")
    .update(`${url}\n${JSON.stringify(body) ?? ""}`)
    .digest("hex");
}
