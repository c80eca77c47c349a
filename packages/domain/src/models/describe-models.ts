import type { Db } from "@cti/db/client";
import type { ModelCheck, ModelLine, Models } from "@cti/llm/models/open-models";
import { sql } from "drizzle-orm";

import { embeddingModelOf } from "../embeddings/embedding-model.ts";

/** The local model as people look at it. */
export type ModelsView = {
  status: ModelCheck["status"];
  message: string;
  /** Without a login. */
  url: string | null;
  version: string | null;
  breaker: ModelCheck["breaker"];
  used: ModelCheck["models"];
  installed: {
    name: string;
    bytes: number;
    family: string | null;
    parameters: string | null;
    quantization: string | null;
    context_tokens: number | null;
    modified_at: Date | null;
    loaded: boolean;
  }[];
  embedded: { articles: number; of: number };
};

const askMs = 5_000;
/** Of more models the context is not asked for. */
const mostShown = 20;

/** Asks Ollama what it has and the database what is embedded; never fails because Ollama does. */
export async function describeModels({ db, models }: { db: Db; models: Models }): Promise<ModelsView> {
  const signal = AbortSignal.timeout(askMs);
  const { models: used, ...check } = await models.check(signal);
  const isThere = check.status === "ok" || check.status === "missing";
  const { status, message, url, version, breaker } = check;
  return {
    status,
    message,
    url,
    version,
    breaker,
    used,
    installed: isThere ? await readInstalled(models, signal) : [],
    embedded: await countEmbedded(db, embeddingModelOf(models) ?? ""),
  };
}

async function readInstalled(models: Models, signal: AbortSignal): Promise<ModelsView["installed"]> {
  const nothing = (): [] => [];
  const lines: ModelLine[] = await models.list(signal).catch(nothing);
  const running = await models.running(signal).catch(nothing);
  const loaded = new Set(running.map(({ name }) => name));
  return Promise.all(
    lines.map(async ({ name, bytes, family, parameters, quantization, modifiedAt }, at) => {
      const facts = at < mostShown ? await models.show(name, signal).catch(() => null) : null;
      return {
        name,
        bytes,
        family,
        parameters,
        quantization,
        context_tokens: facts?.contextTokens ?? null,
        modified_at: modifiedAt,
        loaded: loaded.has(name),
      };
    }),
  );
}

/** Rejected articles and twins are not embedded. */
async function countEmbedded(db: Db, model: string): Promise<ModelsView["embedded"]> {
  const [row] = await db.execute<ModelsView["embedded"]>(sql`
    select count(*) filter (where e.article_id is not null)::int as articles, count(*)::int as of
    from articles a left join article_embeddings e on e.article_id = a.id and e.model = ${model} and e.dimension > 0
    where a.rejected_reason is null
      and not exists (select from article_twins t where t.article_id = a.id)`);
  return row ?? { articles: 0, of: 0 };
}
