import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
  type ZodOpenApiResponsesObject,
} from "zod-openapi";

import { type ProblemCode, problems, problemSchema } from "./problem.ts";
import { problemsOf, type Route } from "./route.ts";
import { routes } from "./routes.ts";

type Responses = Record<string, ZodOpenApiResponseObject>;

const about = `How to use it:

- Times are RFC 3339 in UTC. Unknown members of a body and unknown parameters of a query are refused.
- Lists give a page and \`next_cursor\`, which leads to the next page; it is null at the end. \`fields\` names the members that are wanted.
- What goes wrong is told as \`application/problem+json\` (RFC 9457); programs look at \`code\`. The log has \`request_id\`.
- What can be changed has a \`revision\` and an ETag; changes name it in If-Match, so that nobody's change is lost.
- Requests that take an Idempotency-Key are carried out once: a repetition within a day gets the first answer.
- \`x-role\` is the least role of a member of the tenant, \`x-scope\` what the session or token must hold beside it.
- What belongs to another tenant is not found.`;

/** The API as OpenAPI 3.1, derived from the routes. */
export function openApiDocument(): object {
  const used: Responses = {};
  const paths: ZodOpenApiPathsObject = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(name, route, used) };
  }
  const tags = [...new Set(Object.values<Route>(routes).map(({ tag }) => tag))];
  const document = createDocument({
    openapi: "3.1.1",
    info: {
      title: "CTI Scraper",
      version: "1",
      description: about,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: tags.map((name) => ({ name })),
    security: [{ session: [] }, { token: [] }],
    paths,
    components: {
      securitySchemes: {
        session: {
          type: "apiKey",
          in: "cookie",
          name: "__Host-cti",
          description: "Of a browser that has signed in; `cti` where plain HTTP is allowed.",
        },
        token: { type: "http", scheme: "bearer", description: "An API token, cti_pat_…" },
      },
      parameters,
      headers,
      responses: used,
    },
  });
  return tidy(document) as object;
}

/** Without what Zod adds to numbers: the form of their text, and the bounds that every number of JavaScript has. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const isNumber =
    "type" in value && (value.type === "integer" || value.type === "boolean" || value.type === "number");
  const kept = isNumber
    ? entries.filter(
        ([key, entry]) =>
          key !== "pattern" && !(typeof entry === "number" && Math.abs(entry) >= Number.MAX_SAFE_INTEGER),
      )
    : entries;
  return Object.fromEntries(kept.map(([key, entry]) => [key, tidy(entry)]));
}

function operationOf(name: string, route: Route, used: Responses): ZodOpenApiOperationObject {
  const { tag, summary, description, params, query, body, bodyType, role, scope } = route;
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    "x-role": role,
    "x-scope": scope,
    ...(route.collector && { "x-collector": true }),
    ...(route.secret && { "x-shown-once": true }),
    ...(role === "anyone" && { security: [] }),
    // No token may touch what makes tokens.
    ...(scope === "account" && { security: [{ session: [] }] }),
    requestParams: { ...(params && { path: params }), ...(query && { query }) },
    parameters: headersOf(route).map((key) => ({ $ref: `#/components/parameters/${key}` })),
    ...(body && {
      requestBody: { required: true, content: { [bodyType ?? "application/json"]: { schema: body } } },
    }),
    responses: responsesOf(route, used),
  };
}

function headersOf({ idempotent, ifMatch, stream }: Route): (keyof typeof parameters)[] {
  const keys = [
    idempotent && ("IdempotencyKey" as const),
    ifMatch && ("IfMatch" as const),
    stream?.includes("text/event-stream") && ("LastEventId" as const),
  ];
  return keys.filter((key) => typeof key === "string");
}

function responsesOf(route: Route, used: Responses): ZodOpenApiResponsesObject {
  const { response, stream, method } = route;
  const status = route.status ?? (response || stream ? 200 : 204);
  const types = stream?.map((type) => [type, { schema: { type: "string" } }] as const);
  const hasTag = method === "GET" && response !== null;
  const responses: Record<string, unknown> = {
    [status]: {
      description: descriptions[status],
      headers: {
        ...common,
        ...(hasTag && { ETag: ref("ETag") }),
        ...((status === 201 || status === 202 || status === 302) && { Location: ref("Location") }),
        ...(route.idempotent && { "Idempotent-Replayed": ref("IdempotentReplayed") }),
      },
      ...(response && { content: { "application/json": { schema: response } } }),
      ...(types && { content: Object.fromEntries(types) }),
    },
    ...(hasTag && { 304: { description: "Not changed since the ETag of If-None-Match", headers: common } }),
  };
  for (const [code, $ref] of problemResponses(route, used)) responses[code] = { $ref };
  return responses as ZodOpenApiResponsesObject;
}

/** Those of one status together, as components that routes with the same ones share. */
function problemResponses(route: Route, used: Responses): [number, string][] {
  const codes = Map.groupBy(problemsOf(route), (code) => problems[code][0]);
  return [...codes].map(([status, all]) => {
    const name = all.toSorted().join(".");
    used[name] ??= problemResponse(all.toSorted());
    return [status, `#/components/responses/${name}`];
  });
}

function problemResponse(codes: readonly ProblemCode[]): ZodOpenApiResponseObject {
  const waits = codes.some((code) => code === "rate_limited" || code === "unavailable");
  return {
    description: codes.map((code) => `${code}: ${problems[code][1]}`).join(" · "),
    headers: { ...common, ...(waits && { "Retry-After": ref("RetryAfter") }) },
    content: { "application/problem+json": { schema: problemSchema } },
  };
}

const descriptions = {
  200: "Done",
  201: "Made",
  202: "It will be done: ask for the job",
  204: "Done; there is nothing to tell",
  302: "Go there",
} as const;

const text = { type: "string" } as const;
const number = { type: "integer", minimum: 0 } as const;

const headers = {
  RequestId: { description: "The request's name in the log", schema: text },
  RateLimit: { description: "Requests that are taken within the window", schema: number },
  RateLimitRemaining: { description: "Those that are left of it", schema: number },
  RateLimitReset: { description: "Seconds until it is full again", schema: number },
  RetryAfter: { description: "Seconds to wait", schema: number },
  ETag: { description: "For If-None-Match, and for If-Match where there is a revision", schema: text },
  Location: { description: "Where it is found", schema: text },
  IdempotentReplayed: { description: "true when this is the answer to an earlier request", schema: text },
};

const ref = (name: keyof typeof headers): { $ref: string } => ({ $ref: `#/components/headers/${name}` });

const common = {
  "X-Request-Id": ref("RequestId"),
  "RateLimit-Limit": ref("RateLimit"),
  "RateLimit-Remaining": ref("RateLimitRemaining"),
  "RateLimit-Reset": ref("RateLimitReset"),
};

const parameters = {
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    description:
      "Of your own making, such as a UUID: the request is carried out once, however often it is sent",
    schema: { type: "string", minLength: 1, maxLength: 200 },
  },
  IfMatch: {
    name: "If-Match",
    in: "header",
    required: true,
    description: "The ETag that was read, or *",
    schema: text,
  },
  LastEventId: {
    name: "Last-Event-ID",
    in: "header",
    description: "The last event that was seen",
    schema: text,
  },
} as const;
