import type { HealthReport } from "@cti/observe/health";
import type { FastifyInstance, FastifyReply } from "fastify";

import type { MonitorDeps } from "./monitor-deps.ts";

/** The same paths as every process of ours has. */
export function addHealthPaths(app: FastifyInstance, { health, metrics }: MonitorDeps): void {
  app.get("/health", async (_, reply) => send(reply, await health.report()));
  app.get("/health/ready", async (_, reply) => send(reply, await health.ready()));
  app.get("/health/live", (_, reply) => send(reply, health.live()));
  app.get("/metrics", async (_, reply) => {
    const text = await metrics.render();
    return reply.type(metrics.contentType).send(text);
  });
}

function send(reply: FastifyReply, report: HealthReport): FastifyReply {
  return reply.code(report.status === "error" ? 503 : 200).send(report);
}
