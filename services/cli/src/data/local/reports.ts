import { auditRoutes } from "@cti/contract/routes/audit";
import { reportRoutes } from "@cti/contract/routes/reports";
import { exportAudit } from "@cti/domain/audit/export-audit";
import { listAudit } from "@cti/domain/audit/list-audit";
import { recordAudit } from "@cti/domain/audit/record";
import { verifyAudit } from "@cti/domain/audit/verify-audit";
import { listDailyReports } from "@cti/domain/reports/list-daily-reports";
import { readDailyReport } from "@cti/domain/reports/read-daily-report";
import { toReport, toReportLine } from "@cti/domain/reports/report-line";

import type { Data } from "../data.ts";
import { walk } from "../walk.ts";
import type { LocalDeps } from "./local-deps.ts";

export function localReports({ db: open }: LocalDeps): Data["reports"] {
  return {
    list: async (limit) => {
      const db = await open();
      return walk(limit, async (page) => {
        const { items, next_cursor } = await listDailyReports(db, page);
        return reportRoutes.listReports.response.parse({ items: items.map(toReportLine), next_cursor });
      });
    },
    show: async (day) => {
      const stored = await readDailyReport(await open(), day);
      return stored && reportRoutes.getReport.response.parse(toReport(stored));
    },
  };
}

export function localAudit({ db: open, actor, now }: LocalDeps): Data["audit"] {
  return {
    list: async (filter, limit) => {
      const db = await open();
      return walk(limit, async (page) =>
        auditRoutes.listAudit.response.parse(await listAudit(db, filter, page)),
      );
    },
    verify: async () => {
      const { firstBreak, ...check } = await verifyAudit(await open());
      return auditRoutes.verifyAudit.response.parse({ ...check, first_break: firstBreak });
    },
    export: async function* (filter, format) {
      const db = await open();
      const what = { action: "export.audit", subject: "audit log", detail: { ...filter, format } };
      await recordAudit(db, { actor, address: null, ...what, now: now() });
      yield* exportAudit((work) => work(db), filter, format);
    },
  };
}
