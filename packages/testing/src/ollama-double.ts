import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type DoubleRequest = {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** The JSON that was sent; `{}` where nothing was. */
  body: Record<string, unknown>;
  /** "cancelled" when the client hung up before the answer was complete. */
  state: "open" | "answered" | "cancelled";
};

/** What the model says, and how it ends. */
export type ChatAnswer = { text: string; doneReason?: string; promptTokens?: number; outputTokens?: number };
export type ChatScript = (body: Record<string, unknown>) => ChatAnswer | string;

/** What goes wrong with one request; the counts are of stream lines that still arrive. */
export type Fault =
  | { status: number; body?: string; headers?: Record<string, string> }
  | { body: string }
  | { delayMs: number }
  | { hangAfter: number }
  | { cutAfter: number }
  | { endAfter: number }
  | { errorLine: string; after: number };

export type OllamaDouble = {
  url: string;
  /** In the order of their arrival. */
  requests: DoubleRequest[];
  /** The requests to a route, `double.sent("/api/chat")`. */
  sent(path: string): DoubleRequest[];
  /** Adds answers for the next chats, in order; when none is left, `onChat` answers. */
  answer(...answers: (ChatAnswer | string)[]): void;
  /** The same for answers in JSON. */
  answerJson(...values: unknown[]): void;
  /** Answers chats that have no answer queued; without it they are HTTP 500. */
  onChat(script: ChatScript): void;
  /** Spoils the next requests to a route (all of them with Infinity). Faults of a route queue up. */
  fault(path: string, fault: Fault, times?: number): void;
  /** Takes away the faults that are left, of all routes. */
  heal(): void;
  /** Names of the models that are there, without ":latest". */
  models: Set<string>;
  /** Lines that a pull sends after "pulling manifest"; afterwards the model is there. */
  pullSteps: object[];
  /** What `show` says of a model, over the usual. */
  shown: Map<string, object>;
  /** Gives the vector of a text; texts that share words lie near each other. */
  embed: (text: string) => number[];
  /** Goes away, in the middle of whatever it answers; `start` brings it back at the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
};

type Call = {
  body: Record<string, unknown>;
  response: ServerResponse;
  fault: Fault | undefined;
};
type Route = (call: Call) => void;

/** Ollama's HTTP API on a free loopback port, with answers and faults that the test sets. There is no model in it. */
export async function ollamaDouble(models = ["mistral", "nomic-embed-text"]): Promise<OllamaDouble> {
  const faults: { path: string; fault: Fault; times: number }[] = [];
  const queued: ChatAnswer[] = [];
  let script: ChatScript | null = null;

  const server = createServer((request, response) => {
    void serve(request, response);
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  const stop = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;

  const double: OllamaDouble = {
    url: `http://127.0.0.1:${port}`,
    requests: [],
    sent: (path) => double.requests.filter((request) => request.path === path),
    answer: (...answers) => void queued.push(...answers.map(toAnswer)),
    answerJson: (...values) => void queued.push(...values.map((value) => ({ text: JSON.stringify(value) }))),
    onChat: (next) => void (script = next),
    fault: (path, fault, times = 1) => void faults.push({ path, fault, times }),
    heal: () => void (faults.length = 0),
    models: new Set(models),
    pullSteps: pullSteps(),
    shown: new Map(),
    embed: wordVector,
    stop,
    start: () => listen(port),
    close: stop,
  };
  const chat = (body: Record<string, unknown>): ChatAnswer | null =>
    queued.shift() ?? (script ? toAnswer(script(body)) : null);
  const routes = routesOf(double, chat);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const entry = await record(request, response, path);
    double.requests.push(entry);
    const fault = takeFault(faults, path);
    if (fault && "delayMs" in fault) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    if (fault && isInstead(fault)) return sendInstead(response, fault);
    if (fault && "hangAfter" in fault && fault.hangAfter === 0) return;
    if (fault && "cutAfter" in fault && fault.cutAfter === 0) return void response.destroy();
    const route = routes[`${entry.method} ${path}`];
    if (route) return route({ body: entry.body, response, fault });
    response.writeHead(404, { "content-type": "text/plain" }).end("404 page not found");
  }
  return double;
}

async function record(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<DoubleRequest> {
  const { method = "GET", headers } = request;
  const entry: DoubleRequest = { method, path, headers, body: {}, state: "open" };
  response.on("close", () => {
    entry.state = response.writableFinished ? "answered" : "cancelled";
  });
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  if (text !== "") entry.body = JSON.parse(text) as Record<string, unknown>;
  return entry;
}

function routesOf(
  double: OllamaDouble,
  chat: (body: Record<string, unknown>) => ChatAnswer | null,
): Record<string, Route> {
  return {
    "GET /api/version": ({ response }) => send(response, 200, { version: "0.0.0-double" }),
    "GET /api/tags": ({ response }) => send(response, 200, { models: [...double.models].map(modelLine) }),
    "GET /api/ps": ({ response }) => {
      const running = [...double.models].map((name) => ({
        ...modelLine(name),
        size_vram: 1024,
        expires_at: "2030-01-01T00:00:00Z",
      }));
      send(response, 200, { models: running });
    },
    "POST /api/show": ({ body, response }) => {
      const name = known(double, body, response);
      if (name) send(response, 200, { ...modelFacts(name), ...double.shown.get(name) });
    },
    "POST /api/pull": ({ body, response, fault }) => {
      const name = untagged(body["model"] ?? body["name"]);
      if (!fault || "delayMs" in fault) double.models.add(name);
      stream(response, [{ status: "pulling manifest" }, ...double.pullSteps], fault);
    },
    "POST /api/embed": ({ body, response }) => {
      if (!known(double, body, response)) return;
      const texts = [body["input"]].flat().map(String);
      send(response, 200, { embeddings: texts.map(double.embed), prompt_eval_count: texts.length });
    },
    "POST /api/chat": ({ body, response, fault }) => {
      if (!known(double, body, response)) return;
      const answer = chat(body);
      if (answer) stream(response, chatLines(body, answer), fault);
      else send(response, 500, { error: "the test has set no answer" });
    },
  };
}

function toAnswer(answer: ChatAnswer | string): ChatAnswer {
  return typeof answer === "string" ? { text: answer } : answer;
}

function chatLines(body: Record<string, unknown>, answer: ChatAnswer): object[] {
  const head = { model: body["model"], created_at: "2026-01-01T00:00:00Z" };
  const pieces = answer.text.match(/[\s\S]{1,16}/gu) ?? [];
  const message = (content: string): object => ({ message: { role: "assistant", content } });
  const end = {
    done: true,
    done_reason: answer.doneReason ?? "stop",
    prompt_eval_count: answer.promptTokens ?? Math.ceil(JSON.stringify(body["messages"]).length / 4),
    eval_count: answer.outputTokens ?? pieces.length,
  };
  return [
    ...pieces.map((piece) => ({ ...head, ...message(piece), done: false })),
    { ...head, ...message(""), ...end },
  ];
}

/** Sends lines of JSON, as far as the fault lets them through. */
function stream(response: ServerResponse, lines: object[], fault: Fault | undefined): void {
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  const write = (some: object[]): void =>
    some.forEach((line) => void response.write(`${JSON.stringify(line)}\n`));
  if (fault && "hangAfter" in fault) return write(lines.slice(0, fault.hangAfter));
  if (fault && "cutAfter" in fault) {
    write(lines.slice(0, fault.cutAfter));
    // The lines are on their way before the connection goes.
    return void response.write('{"message":{"con', () => response.destroy());
  }
  if (fault && "endAfter" in fault) write(lines.slice(0, fault.endAfter));
  else if (fault && "errorLine" in fault) write([...lines.slice(0, fault.after), { error: fault.errorLine }]);
  else write(lines);
  response.end();
}

type Instead = Extract<Fault, { status: number } | { body: string }>;

function isInstead(fault: Fault): fault is Instead {
  return "status" in fault || "body" in fault;
}

function sendInstead(response: ServerResponse, fault: Instead): void {
  const { status, headers } = { status: 200, headers: {}, ...fault };
  const type = { "content-type": "application/json; charset=utf-8" };
  response.writeHead(status, { ...type, ...headers });
  response.end(fault.body ?? JSON.stringify({ error: `broken with ${status}` }));
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
}

function takeFault(faults: { path: string; fault: Fault; times: number }[], path: string): Fault | undefined {
  const index = faults.findIndex((entry) => entry.path === path);
  const entry = faults[index];
  if (!entry) return undefined;
  entry.times -= 1;
  if (entry.times <= 0) faults.splice(index, 1);
  return entry.fault;
}

function untagged(name: unknown): string {
  return String(name).replace(/:latest$/, "");
}

function known(double: OllamaDouble, body: Record<string, unknown>, response: ServerResponse): string | null {
  const name = untagged(body["model"]);
  if (double.models.has(name)) return name;
  send(response, 404, { error: `model '${name}' not found` });
  return null;
}

const isEmbedding = (name: string): boolean => name.includes("embed");

function modelLine(name: string): object {
  return {
    name: name.includes(":") ? name : `${name}:latest`,
    modified_at: "2026-01-01T00:00:00Z",
    size: 4_000_000_000,
    digest: Buffer.from(name).toString("hex").padEnd(64, "0"),
    details: {
      format: "gguf",
      family: isEmbedding(name) ? "nomic-bert" : "llama",
      parameter_size: "7B",
      quantization_level: "Q4_K_M",
    },
  };
}

function modelFacts(name: string): object {
  const family = isEmbedding(name) ? "nomic-bert" : "llama";
  return {
    details: { family },
    model_info: {
      "general.architecture": family,
      [`${family}.context_length`]: isEmbedding(name) ? 2048 : 32_768,
    },
    capabilities: isEmbedding(name) ? ["embedding"] : ["completion", "tools"],
  };
}

function pullSteps(): object[] {
  const layer = { status: "pulling 0011aabb", digest: "sha256:0011aabb", total: 4_000_000_000 };
  return [
    { ...layer, completed: 1_000_000_000 },
    { ...layer, completed: 4_000_000_000 },
    { status: "verifying sha256 digest" },
    { status: "writing manifest" },
    { status: "success" },
  ];
}

const dimensions = 64;

function wordVector(text: string): number[] {
  const vector = Array.from({ length: dimensions }, () => 0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []) {
    let hash = 0x811c9dc5;
    for (const char of word) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    vector[hash % dimensions] = (vector[hash % dimensions] ?? 0) + (hash & 0x10000 ? 1 : -1);
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
