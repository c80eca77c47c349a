import { ApiProblem, type Client } from "@cti/contract/client";

import type { AuditFilter, Data, Report } from "../data.ts";
import { walk } from "../walk.ts";
import { harmless, pageOf, timeOf } from "./asked.ts";

export function remoteReports(client: Client): Data["reports"] {
  const list: Data["reports"]["list"] = (limit) =>
    walk(limit, (page) => client.listReports({ query: pageOf(page) }));
  return {
    list,
    show: async (day) => {
      const wanted = day ?? (await list(1))[0]?.day;
      return wanted === undefined ? null : findReport(client, wanted);
    },
  };
}

async function findReport(client: Client, day: string): Promise<Report | null> {
  try {
    return await client.getReport({ params: { day } });
  } catch (error) {
    if (error instanceof ApiProblem && error.code === "not_found") return null;
    throw error;
  }
}

export function remoteAudit(client: Client): Data["audit"] {
  const queryOf = ({ since, until, ...filter }: AuditFilter): Parameters<Client["listAudit"]>[0] => ({
    query: { ...filter, since: timeOf(since), until: timeOf(until) },
  });
  return {
    list: (filter, limit) =>
      walk(limit, (page) => client.listAudit({ query: { ...queryOf(filter)?.query, ...pageOf(page) } })),
    verify: () => client.verifyAudit(),
    export: (filter, format) =>
      harmless(client.exportAudit({ query: { ...queryOf(filter)?.query, format } })),
  };
}
