import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { id, line, page, pageQuery, time, timeText } from "../shapes.ts";

const auditRow = z
  .object({
    id,
    at: time,
    /** null concerns the installation. */
    tenant_id: id.nullable(),
    actor: z.string(),
    /** Where it came from; null for commands on the machine itself. */
    address: z.string().nullable(),
    action: z.string(),
    subject: z.string(),
    /** Of a change, what was `before` and `after`; secrets are masked. */
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "AuditRow" });

const auditCheck = z
  .object({
    rows: z.int(),
    /** Hash of the last row: noted down elsewhere, it shows later whether anything before it was touched. */
    head: z.string(),
    first_break: z
      .object({ id: z.int(), kind: z.enum(["changed", "moved", "cut"]), message: z.string() })
      .nullable(),
  })
  .meta({ id: "AuditCheck" });

const filter = {
  actor: line(200).optional(),
  /** Actions that begin so: `user` has user.create and user.role. */
  action: line(100).optional(),
  subject: line(500).optional(),
  since: timeText.optional(),
  until: timeText.optional(),
};

export const auditRoutes = {
  listAudit: route(paths.listAudit, {
    tag: "Audit",
    summary: "Who changed what in your tenant, when and from where; as an operator, everywhere",
    query: z.object({ ...pageQuery(), ...filter }),
    response: page(auditRow),
    problems: ["bad_cursor"],
    role: "admin",
    scope: "admin",
  }),
  verifyAudit: route(paths.verifyAudit, {
    tag: "Audit",
    summary: "Check the chain of the whole log: finds a changed, removed or reordered row",
    response: auditCheck,
    role: "admin",
    scope: "operator",
    bucket: "export",
  }),
  exportAudit: route(paths.exportAudit, {
    tag: "Audit",
    summary: "All rows, the latest first",
    query: z.object({ format: z.enum(["ndjson", "csv", "json"]).optional(), ...filter }),
    response: null,
    stream: ["application/x-ndjson", "text/csv", "application/json"],
    role: "admin",
    scope: "admin",
    bucket: "export",
  }),
};
