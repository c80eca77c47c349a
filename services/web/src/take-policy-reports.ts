import type { FastifyInstance } from "fastify";

import { HttpProblem } from "./handler.ts";
import type { Limits } from "./limit-requests.ts";
import { policyReports } from "./security-headers.ts";
import type { WebDeps } from "./web-deps.ts";

/** Bytes; one report is about one kB. */
const longestReport = 16_384;
/** Of one delivery so many are logged: a page that breaks the policy breaks it many times. */
const mostReports = 5;
const longestField = 300;

/**
 * Takes what browsers report of the content security policy (ASVS 3.4.7), and logs each delivery as one line. Nobody
 * need be signed in, since the page that breaks it may be the one to sign in; what comes is hostile like any request.
 */
export function takePolicyReports(
  app: FastifyInstance,
  { deps, limits }: { deps: Pick<WebDeps, "log">; limits: Limits },
): void {
  // In a scope of its own: no other address takes these kinds of body.
  void app.register((scope, _, done) => {
    scope.addContentTypeParser(
      ["application/csp-report", "application/reports+json"],
      { parseAs: "string" },
      (_request, body, parsed) => parsed(null, body),
    );
    scope.post(
      policyReports,
      {
        bodyLimit: longestReport,
        onRequest: (request, reply) => limits.count(request, reply, "export"),
      },
      (request, reply) => {
        const reports = readReports(request.body);
        if (reports.length > 0)
          deps.log.warn(
            { reports: reports.slice(0, mostReports), told: reports.length, request_id: request.id },
            "a browser kept something from being loaded: the content security policy forbids it",
          );
        return reply.code(204).send();
      },
    );
    done();
  });
}

type PolicyReport = {
  directive: string | null;
  blocked: string | null;
  page: string | null;
  source: string | null;
  line: number | null;
};

/** Both shapes: one report under "csp-report", or a list with one in each `body`. Throws HttpProblem for anything else. */
function readReports(body: unknown): PolicyReport[] {
  const told = parse(body);
  const reports = Array.isArray(told)
    ? told.map((each) => memberOf(each, "body"))
    : [memberOf(told, "csp-report")];
  return reports.filter((each) => typeof each === "object" && each !== null).map(toReport);
}

function parse(body: unknown): unknown {
  if (typeof body === "object" && body !== null) return body;
  try {
    return JSON.parse(String(body));
  } catch {
    throw new HttpProblem("validation_failed", "This is no report.");
  }
}

function toReport(report: object): PolicyReport {
  const first = (...names: string[]): unknown =>
    names.map((name) => memberOf(report, name)).find((value) => value !== undefined);
  const line = first("lineNumber", "line-number");
  return {
    directive: wordsOf(first("effectiveDirective", "effective-directive", "violated-directive")),
    blocked: addressOf(first("blockedURL", "blocked-uri")),
    page: addressOf(first("documentURL", "document-uri")),
    source: addressOf(first("sourceFile", "source-file")),
    line: typeof line === "number" && Number.isSafeInteger(line) ? line : null,
  };
}

/** An address without its query and fragment, which may hold what nobody should read in a log. */
function addressOf(value: unknown): string | null {
  return wordsOf(typeof value === "string" ? value.split(/[?#]/, 1)[0] : value);
}

function wordsOf(value: unknown): string | null {
  if (typeof value !== "string") return null;
  // oxlint-disable-next-line no-control-regex -- that is what is taken out
  return value.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, " ").slice(0, longestField);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
