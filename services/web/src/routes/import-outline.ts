import type { sourceRoutes } from "@cti/contract/routes/sources";
import { type ImportResult, importOpml } from "@cti/domain/sources/opml";

import type { Answer, Call } from "../handler.ts";

type Route = (typeof sourceRoutes)["importOpml"];

/** Imports in one transaction; a dry run does the same and takes it all back. */
export async function importOutline(
  call: Call<Route>,
  { xml, dryRun }: { xml: string; dryRun: boolean },
): Promise<Answer<Route>> {
  const kept: { result: ImportResult | null } = { result: null };
  try {
    await call.inTenant(async (tx) => {
      kept.result = await importOpml(tx, xml);
      const { added, known, rejected } = kept.result;
      if (dryRun) throw new DryRun();
      await call.audit(tx, "source.import", "sources", {
        added: added.length,
        known: known.length,
        rejected: rejected.length,
        slugs: added.slice(0, 200),
      });
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
  }
  if (!kept.result) throw new Error("The import ended without a result.");
  const { added, known, rejected, warnings, feeds } = kept.result;
  return {
    dry_run: dryRun,
    added: added.length,
    known: known.length,
    rejected: rejected.length,
    warnings,
    feeds,
  };
}

/** Takes the transaction back. */
class DryRun extends Error {
  override name = "DryRun";
}
