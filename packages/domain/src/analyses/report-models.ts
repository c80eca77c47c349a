import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

/** How good the answers of one prompt and model are. */
export type ModelReportLine = {
  kind: string;
  prompt_version: string;
  model: string;
  completed: number;
  failed: number;
  repairs: number;
  prompt_tokens: number;
  output_tokens: number;
  seconds: number;
  supported: number;
  unsupported: number;
  up: number;
  down: number;
  accepted: number;
  rejected: number;
};

/** Per kind, prompt version and model; verdicts are those of the transaction's tenant. */
export async function reportModels(tx: Db): Promise<ModelReportLine[]> {
  const rows = await tx.execute<ModelReportLine>(sql`
    with said as (
      select v.analysis_id,
        count(*) filter (where verdict = 'up') as up, count(*) filter (where verdict = 'down') as down,
        count(*) filter (where verdict = 'accepted') as accepted,
        count(*) filter (where verdict = 'rejected') as rejected
      from analysis_verdicts v where v.tenant_id = current_tenant() group by v.analysis_id
    ), claims as (
      select a.id, count(*) filter (where c->>'status' = 'supported') as supported,
        count(*) filter (where c->>'status' = 'unsupported') as unsupported
      from analyses a, jsonb_array_elements(a.output->'claims') c
      where a.status = 'completed' group by a.id
    )
    select a.kind, a.prompt_version, a.model,
      count(*) filter (where a.status = 'completed')::int as completed,
      count(*) filter (where a.status = 'failed')::int as failed,
      sum(a.repairs)::int as repairs,
      sum(a.prompt_tokens)::float8 as prompt_tokens, sum(a.output_tokens)::float8 as output_tokens,
      sum(a.model_ms)::float8 / 1000 as seconds,
      coalesce(sum(c.supported), 0)::int as supported, coalesce(sum(c.unsupported), 0)::int as unsupported,
      coalesce(sum(s.up), 0)::int as up, coalesce(sum(s.down), 0)::int as down,
      coalesce(sum(s.accepted), 0)::int as accepted, coalesce(sum(s.rejected), 0)::int as rejected
    from analyses a left join claims c on c.id = a.id left join said s on s.analysis_id = a.id
    where a.status in ('completed', 'failed')
    group by a.kind, a.prompt_version, a.model
    order by a.kind, a.prompt_version desc, a.model`);
  return [...rows];
}
