import type { Route } from "@cti/contract/route";
import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { WebSettings } from "@cti/wiring/web-settings";

import { HttpProblem } from "./handler.ts";
import { addressOf } from "./request-state.ts";

type Bucket = NonNullable<Route["bucket"]>;

export type Limits = {
  /** Counts a request; throws HttpProblem rate_limited when it is one too many of its minute. */
  count(request: FastifyRequest, reply: FastifyReply, bucket?: Bucket): Promise<void>;
};

const minute = 60_000;
/** So many clients are told apart; the one not seen for longest is forgotten first. */
const mostClients = 20_000;

/** One limit for everything a user, token or address does, and tighter ones for what costs more. */
export async function addLimits(
  app: FastifyInstance,
  { rateLimit: most, loginLimit }: Pick<WebSettings, "rateLimit" | "loginLimit">,
): Promise<Limits> {
  await app.register(rateLimit, { global: false, enableDraftSpec: true, cache: mostClients });
  const limiter = (max: number): ReturnType<FastifyInstance["createRateLimit"]> =>
    app.createRateLimit({ max, timeWindow: minute, keyGenerator: clientOf });
  const all = limiter(most);
  const buckets: Record<Bucket, typeof all> = {
    login: limiter(loginLimit),
    search: limiter(share(most, 4)),
    export: limiter(share(most, 20)),
    outbound: limiter(share(most, 20)),
    // Each keeps a local model busy for minutes.
    model: limiter(share(most, 60)),
  };
  return {
    count: async (request, reply, bucket) => {
      const asked = bucket === undefined ? [all] : [all, buckets[bucket]];
      for (const limit of asked) {
        const state = await limit(request);
        if (state.isAllowed) continue;
        const { max, remaining, ttlInSeconds, isExceeded } = state;
        // Of two limits the later one is the tighter one, and the one worth telling.
        void reply.headers({
          "ratelimit-limit": max,
          "ratelimit-remaining": remaining,
          "ratelimit-reset": ttlInSeconds,
        });
        if (!isExceeded) continue;
        void reply.header("retry-after", Math.max(1, ttlInSeconds));
        throw new HttpProblem(
          "rate_limited",
          `More than ${max} requests in a minute: try again in ${Math.max(1, ttlInSeconds)} s.`,
        );
      }
    },
  };
}

function share(most: number, part: number): number {
  return Math.max(1, Math.ceil(most / part));
}

/** People are counted together over all their sessions; programs by token; everybody else by address. */
function clientOf(request: FastifyRequest): string {
  const { who } = request;
  if (who === null) return `address:${rateLimit.normalizeIP(addressOf(request), 64)}`;
  return who.kind === "token" ? who.id : `user:${who.userId}`;
}
