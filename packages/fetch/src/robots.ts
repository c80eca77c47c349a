import { FetchError, type FetchReason } from "./fetch-error.ts";
import { findRule, parseRobots, type RobotsRules } from "./robots-rules.ts";

export type RobotsVerdict = {
  allowed: boolean;
  rule: string | null;
  crawlDelayMs: number | null;
  why: string | null;
};
/** Reads the robots.txt of an origin: its final status and its text, at most 500 kB. Rejects with a FetchError. */
export type ReadRobots = (robotsUrl: URL) => Promise<{ status: number; text: string }>;

type Settled = { rules: RobotsRules | null; why: string | null; expiresAt: number; weight: number };
type Options = { productToken: string; ttlMs: number; now: () => number; read: ReadRobots };

const maxOrigins = 5000;
const maxWeight = 16_000_000;
const unreachableTtlMs = 300_000;

/** When the origin itself is out of reach, the page is as well: its own reason says more than "robots". */
const hostFailures = new Set<FetchReason>([
  "dns",
  "blocked_address",
  "blocked_port",
  "connect",
  "tls",
  "cancelled",
]);

/** Remembers what each origin's robots.txt allows (RFC 9309); concurrent questions share one reading. */
export class RobotsCache {
  #known = new Map<string, Settled>();
  #reading = new Map<string, Promise<Settled>>();
  #weight = 0;
  #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** May we visit this URL? Rejects with the reason when the host cannot be reached at all. */
  async check(url: URL): Promise<RobotsVerdict> {
    const { rules, why } = this.#recall(url.origin) ?? (await this.#readFor(url));
    if (!rules) return { allowed: false, rule: null, crawlDelayMs: null, why };
    const rule = findRule(rules, url);
    const written = rule && `${rule.allow ? "Allow" : "Disallow"}: ${rule.pattern}`;
    return { allowed: rule?.allow ?? true, rule: written, crawlDelayMs: rules.crawlDelayMs, why };
  }

  #recall(origin: string): Settled | null {
    const settled = this.#known.get(origin);
    if (!settled) return null;
    this.#forget(origin, settled);
    if (settled.expiresAt <= this.#options.now()) return null;
    this.#remember(origin, settled);
    return settled;
  }

  async #readFor(url: URL): Promise<Settled> {
    try {
      return await this.#readOnce(url.origin);
    } catch (cause) {
      if (!(cause instanceof FetchError)) throw cause;
      throw new FetchError(cause.reason, cause.message, { url: url.href, cause });
    }
  }

  #readOnce(origin: string): Promise<Settled> {
    const running = this.#reading.get(origin);
    if (running) return running;
    const reading = this.#read(origin).finally(() => this.#reading.delete(origin));
    this.#reading.set(origin, reading);
    return reading;
  }

  async #read(origin: string): Promise<Settled> {
    const settled = await this.#interpret(origin);
    this.#remember(origin, settled);
    return settled;
  }

  /** 2xx is read, 3xx and 4xx mean no rules, 5xx and 429 and silence mean stay away (RFC 9309 §2.3.1). */
  async #interpret(origin: string): Promise<Settled> {
    const { productToken, ttlMs, read } = this.#options;
    try {
      const { status, text } = await read(new URL("/robots.txt", origin));
      if (status >= 500 || status === 429) return this.#unreachable(`answered ${status}`);
      const rules = parseRobots(status < 300 ? text : "", productToken);
      const weight = rules.rules.reduce((sum, rule) => sum + rule.pattern.length + 64, 256);
      return { rules, why: null, expiresAt: this.#options.now() + ttlMs, weight };
    } catch (error) {
      if (!(error instanceof FetchError) || hostFailures.has(error.reason)) throw error;
      if (error.reason !== "too_many_redirects")
        return this.#unreachable(`could not be read (${error.reason})`);
      const rules = { rules: [], crawlDelayMs: null };
      return { rules, why: null, expiresAt: this.#options.now() + ttlMs, weight: 256 };
    }
  }

  #unreachable(why: string): Settled {
    const { now, ttlMs } = this.#options;
    return { rules: null, why, expiresAt: now() + Math.min(ttlMs, unreachableTtlMs), weight: 256 };
  }

  /** A Map keeps insertion order, so the first entry is the one that was asked least recently. */
  #remember(origin: string, settled: Settled): void {
    this.#known.set(origin, settled);
    this.#weight += settled.weight;
    for (const [oldest, entry] of this.#known) {
      if (this.#known.size <= maxOrigins && this.#weight <= maxWeight) return;
      this.#forget(oldest, entry);
    }
  }

  #forget(origin: string, settled: Settled): void {
    if (this.#known.delete(origin)) this.#weight -= settled.weight;
  }
}
