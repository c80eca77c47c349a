import { Agent, request } from "node:http";

import { mulberry, pick } from "../similar-words.ts";

export type Asked = {
  /** Milliseconds of each answer, sorted. */
  times: number[];
  seconds: number;
  bytes: number;
  /** Answers by status. */
  statuses: Map<number, number>;
};

export type Target = { url: string; headers: Record<string, string> };

/** Asks for one path after the other, chosen by chance, over `connections` connections for so many seconds. */
export async function load(
  target: Target,
  paths: readonly string[],
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Asked> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const asked: Asked = { times: [], seconds: 0, bytes: 0, statuses: new Map() };
  const began = performance.now();
  const end = began + seconds * 1000;
  const one = async (seed: number): Promise<void> => {
    const random = mulberry(seed);
    do {
      const sent = performance.now();
      const { status, bytes } = await ask(agent, target, pick(random, paths));
      asked.times.push(performance.now() - sent);
      asked.bytes += bytes;
      asked.statuses.set(status, (asked.statuses.get(status) ?? 0) + 1);
    } while (performance.now() < end);
  };
  await Promise.all(Array.from({ length: connections }, (_, at) => one(at)));
  asked.seconds = (performance.now() - began) / 1000;
  asked.times.sort((one, other) => one - other);
  agent.destroy();
  return asked;
}

/** One answer as JSON. Throws for anything but 200. */
export async function getJson(target: Target, path: string): Promise<unknown> {
  const answer = await fetch(`${target.url}${path}`, { headers: target.headers });
  if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${(await answer.text()).slice(0, 500)}`);
  return answer.json();
}

async function ask(
  agent: Agent,
  { url, headers }: Target,
  path: string,
): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { agent, headers }, (answer) => {
      let bytes = 0;
      answer.on("data", (chunk: Buffer) => (bytes += chunk.length));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, bytes }));
      answer.on("error", reject);
    });
    sent.on("error", reject);
    sent.end();
  });
}
