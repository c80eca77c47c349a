import type { Breaker } from "./breaker.ts";
import { type Connection, lightCall } from "./connection.ts";
import { missingMessage, ModelError, remoteText } from "./model-error.ts";
import { listModels, versionOf } from "./model-lists.ts";
import { sameModel } from "./model-name.ts";
import type { ModelCheck } from "./model-types.ts";

type Wanted = ModelCheck["models"][number];

/** Asks Ollama for its version and its models. Never throws. */
export async function checkModels(
  connection: Connection,
  breaker: Breaker,
  signal: AbortSignal | undefined,
): Promise<ModelCheck> {
  const models = wantedOf(connection);
  const facts = { url: connection.base, version: null, models, breaker: breaker.state() };
  // Health does not wait as long as an analysis does.
  const call = { ...lightCall(connection, signal), wholeMs: connection.settings.connectTimeoutMs };
  try {
    const version = await versionOf(connection, call);
    const present = await listModels(connection, call);
    for (const model of models) model.present = present.some((line) => sameModel(line.name, model.name));
    return {
      ...facts,
      ...verdict(models, breaker.problem(), remoteText(version)),
      version: remoteText(version),
    };
  } catch (error) {
    const off = error instanceof ModelError && error.code === "off";
    const message = error instanceof ModelError ? error.message : "The check was cancelled";
    return { ...facts, status: off ? "off" : "away", message };
  }
}

function verdict(
  models: Wanted[],
  problem: string | null,
  version: string,
): Pick<ModelCheck, "status" | "message"> {
  if (problem !== null) return { status: "away", message: problem };
  const missing = models.filter((model) => !model.present);
  if (missing.length > 0) {
    return { status: "missing", message: missing.map(({ name }) => missingMessage(name)).join("; ") };
  }
  return { status: "ok", message: `Ollama ${version} has ${models.map(({ name }) => name).join(" and ")}` };
}

function wantedOf({ settings }: Connection): Wanted[] {
  const wanted: Wanted[] = [
    { name: settings.model, purpose: "analyses", present: false },
    { name: settings.embedModel, purpose: "embeddings", present: false },
  ];
  return wanted.filter(({ name }) => name !== "");
}
