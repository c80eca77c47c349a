/** What is configured; `url` null means that there is no model. */
export type ModelSettings = {
  /** Where Ollama listens, with or without a login in it; null for none. */
  url: string | null;
  model: string;
  embedModel: string;
  /** For a whole answer, a cold start included. */
  timeoutMs: number;
  connectTimeoutMs: number;
  /** How long Ollama keeps a model in memory: "5m", "-1" for ever. */
  keepAlive: string;
  contextTokens: number;
  temperature: number;
};

export type ChatMessage = { role: "system" | "user" | "assistant"; content: string };

export type ChatRequest = {
  /** The default model where it is not given. */
  model?: string;
  messages: ChatMessage[];
  /** JSON schema that the answer must have. */
  schema: Record<string, unknown>;
  maxTokens: number;
  /** How many answers to it have come to nothing in a loop; each makes the next one freer. */
  loops?: number;
  signal: AbortSignal;
  onText?: (textSoFar: string) => void;
};

export type ChatReply = {
  text: string;
  promptTokens: number;
  outputTokens: number;
  ms: number;
  /** `cut`: `maxTokens` or the context was full. `loop`: it only repeated itself and was stopped; then no prompt tokens are known. */
  ended: "whole" | "cut" | "loop";
};

export type ModelLine = {
  name: string;
  bytes: number;
  digest: string;
  family: string | null;
  parameters: string | null;
  quantization: string | null;
  modifiedAt: Date | null;
};

/** `contextTokens` is what the model can take, null where Ollama does not say. */
export type ModelFacts = {
  name: string;
  contextTokens: number | null;
  canEmbed: boolean;
  digest: string | null;
};

export type RunningModel = { name: string; vramBytes: number; expiresAt: Date | null };

/** Bytes of the layer that is on its way; null for steps that are not counted. */
export type PullProgress = { status: string; done: number | null; total: number | null };

export type ModelCheck = {
  status: "off" | "ok" | "away" | "missing";
  message: string;
  /** Without a login. */
  url: string | null;
  version: string | null;
  models: { name: string; purpose: "analyses" | "embeddings"; present: boolean }[];
  breaker: "closed" | "open" | "half-open";
};

/** The last failure since an answer came; `retryAt` is when calls are let through again, null while they are. */
export type Outage = { reason: string; retryAt: Date | null };

/** The local models. Every call rejects with ModelError, or with the signal's reason when it was cancelled. */
export type Models = {
  /** As configured, its `url` without a login. */
  settings: ModelSettings;
  /** Streams from Ollama; the text is whole when it resolves, thoughts of the model left out. */
  chat(request: ChatRequest): Promise<ChatReply>;
  /** One vector per text, of the default embedding model, all of one dimension. Long texts lose their ends. */
  embed(
    texts: string[],
    options: { signal: AbortSignal },
  ): Promise<{ vectors: Float32Array[]; tokens: number }>;
  list(signal?: AbortSignal): Promise<ModelLine[]>;
  show(name: string, signal?: AbortSignal): Promise<ModelFacts>;
  running(signal?: AbortSignal): Promise<RunningModel[]>;
  /** Takes as long as the download does, unless nothing is heard for minutes. */
  pull(
    name: string,
    options: { signal: AbortSignal; onProgress: (progress: PullProgress) => void },
  ): Promise<void>;
  version(signal?: AbortSignal): Promise<string>;
  /** For health and `models check`: never throws, and asks even while the breaker is open. */
  check(signal?: AbortSignal): Promise<ModelCheck>;
  /** What went wrong last, as far as this process has seen; null while all is well. Asks nobody. */
  outage(): Outage | null;
  close(): Promise<void>;
};
