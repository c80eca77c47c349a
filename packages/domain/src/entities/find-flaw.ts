import type { Db } from "@cti/db/client";
import { vulnerabilities } from "@cti/db/schema/knowledge";
import { eq } from "drizzle-orm";

/** What synced knowledge (KEV, CVSS, EPSS) says of a published flaw; days as YYYY-MM-DD. */
export type Flaw = {
  name: string | null;
  vendor: string | null;
  product: string | null;
  /** In CISA's list of exploited flaws since, to be mended there until, and used by ransomware. */
  kev: { added_on: string; due_on: string | null; ransomware: boolean } | null;
  /** 0 to 10. */
  cvss: { score: number; vector: string | null; version: string | null } | null;
  /** Probability, 0 to 1, that it is exploited within 30 days, and the share of flaws that are less likely. */
  epss: { score: number; percentile: number | null } | null;
  updated_at: Date;
};

/** Of an entity of type `cve`; null where no synced knowledge names it. */
export async function findFlaw(db: Db, type: string, value: string): Promise<Flaw | null> {
  if (type !== "cve") return null;
  const [row] = await db.select().from(vulnerabilities).where(eq(vulnerabilities.cve, value)).limit(1);
  if (!row) return null;
  const { name, vendor, product, kevAddedOn, kevDueOn, kevRansomware, updatedAt } = row;
  return {
    name,
    vendor,
    product,
    kev:
      kevAddedOn === null
        ? null
        : { added_on: kevAddedOn, due_on: kevDueOn, ransomware: kevRansomware ?? false },
    cvss: row.cvss === null ? null : { score: row.cvss, vector: row.cvssVector, version: row.cvssVersion },
    epss: row.epss === null ? null : { score: row.epss, percentile: row.epssPercentile },
    updated_at: updatedAt,
  };
}
