import type { auditRoutes } from "@cti/contract/routes/audit";
import type { Principal } from "@cti/domain/accounts/principal";
import { type AuditFormat, exportAudit } from "@cti/domain/audit/export-audit";
import { type AuditFilter, listAudit } from "@cti/domain/audit/list-audit";
import { verifyAudit } from "@cti/domain/audit/verify-audit";

import type { Handlers } from "../handler.ts";

export const auditHandlers: Handlers<typeof auditRoutes> = {
  listAudit: (call) => {
    const { limit, cursor = null } = call.query;
    const filter = filterOf(call.who, call.query);
    return call.inTenant((tx) => listAudit(tx, filter, { limit, cursor }));
  },
  verifyAudit: async (call) => {
    const { firstBreak, ...check } = await call.inTenant((tx) => verifyAudit(tx));
    return { ...check, first_break: firstBreak };
  },
  exportAudit: async (call) => {
    const { format = "ndjson" } = call.query;
    const filter = filterOf(call.who, call.query);
    await call.inTenant((tx) => call.audit(tx, "export.audit", "audit log", { ...filter, format }));
    return {
      type: types[format],
      filename: `audit-${call.now.toISOString().slice(0, 10)}.${format}`,
      body: exportAudit((work) => call.inTenant(work), filter, format),
    };
  },
};

const types: Record<AuditFormat, string> = {
  ndjson: "application/x-ndjson",
  csv: "text/csv",
  json: "application/json",
};

type Asked = {
  actor?: string | undefined;
  action?: string | undefined;
  subject?: string | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
};

/** Admins see what concerns their tenant, operators everything. */
function filterOf(who: Principal, { actor, action, subject, since, until }: Asked): AuditFilter {
  return {
    ...(!who.scopes.includes("operator") && { tenantId: who.tenantId }),
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action }),
    ...(subject !== undefined && { subject }),
    ...(since && { since }),
    ...(until && { until }),
  };
}
