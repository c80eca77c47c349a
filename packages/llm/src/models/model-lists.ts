import { z } from "zod";

import { type Connection, lightCall, type ServerCall } from "./connection.ts";
import type { ModelFacts, ModelLine, RunningModel } from "./model-types.ts";
import { sameModel } from "./model-name.ts";
import { wireDate, wireValue } from "./wire-value.ts";

const text = z.string().optional();
const lineForm = z.object({
  name: z.string(),
  size: z.number().default(0),
  digest: z.string().default(""),
  modified_at: text,
  details: z.object({ family: text, parameter_size: text, quantization_level: text }).optional(),
});
const listForm = z.object({ models: z.array(lineForm).nullable() });
const runningForm = z.object({
  models: z
    .array(z.object({ name: z.string(), size_vram: z.number().default(0), expires_at: text }))
    .nullable(),
});
const factsForm = z.object({
  details: z.object({ family: text }).optional(),
  model_info: z.record(z.string(), z.unknown()).nullish(),
  capabilities: z.array(z.string()).nullish(),
});

/** The models that Ollama has. */
export async function listModels(connection: Connection, call: ServerCall): Promise<ModelLine[]> {
  const answer = await connection.call(call, (client) => client.list());
  const { models } = wireValue(listForm, answer, "/api/tags");
  return (models ?? []).map(({ name, size, digest, modified_at: modified, details }) => ({
    name,
    bytes: size,
    digest,
    family: details?.family ?? null,
    parameters: details?.parameter_size ?? null,
    quantization: details?.quantization_level ?? null,
    modifiedAt: wireDate(modified),
  }));
}

/** The models that are in memory now. */
export async function runningModels(
  connection: Connection,
  signal: AbortSignal | undefined,
): Promise<RunningModel[]> {
  const answer = await connection.call(lightCall(connection, signal), (client) => client.ps());
  const { models } = wireValue(runningForm, answer, "/api/ps");
  return (models ?? []).map(({ name, size_vram: vramBytes, expires_at: expires }) => ({
    name,
    vramBytes,
    expiresAt: wireDate(expires),
  }));
}

/** What a model can take and do. Its digest is in the list only. */
export async function showModel(
  connection: Connection,
  name: string,
  signal: AbortSignal | undefined,
): Promise<ModelFacts> {
  const call = lightCall(connection, signal, name);
  const answer = await connection.call(call, (client) => client.show({ model: name }));
  const facts = wireValue(factsForm, answer, "/api/show");
  const line = (await listModels(connection, lightCall(connection, signal))).find((model) =>
    sameModel(model.name, name),
  );
  return {
    name,
    contextTokens: contextOf(facts.model_info ?? {}),
    // Versions that do not tell what a model can do still tell its family.
    canEmbed: facts.capabilities?.includes("embedding") ?? /bert|embed/.test(facts.details?.family ?? ""),
    digest: line?.digest || null,
  };
}

/** Asks for the version of Ollama. */
export async function versionOf(connection: Connection, call: ServerCall): Promise<string> {
  const answer = await connection.call(call, (client) => client.version());
  return wireValue(z.object({ version: z.string() }), answer, "/api/version").version;
}

function contextOf(info: Record<string, unknown>): number | null {
  const tokens = info[`${String(info["general.architecture"])}.context_length`];
  return typeof tokens === "number" && tokens > 0 ? tokens : null;
}
