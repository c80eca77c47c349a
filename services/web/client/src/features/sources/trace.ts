import { defang } from "@cti/pipeline/indicators/defang";

import { bytes } from "../../kit/number.ts";
import { duration } from "../../kit/time-words.ts";
import type { TestResult } from "./queries.ts";

/** A step of reading a source, in words. */
export type Step = { name: string; words: string; tone: "plain" | "good" | "bad"; at: number | null };

const names: Record<string, string> = {
  dns: "Name",
  address: "Address",
  connect: "Connection",
  tls: "Encryption",
  request: "Request",
  status: "Answer",
  redirect: "Redirect",
  robots: "robots.txt",
  body: "Content",
  wait: "Wait",
};

/** The trace of a test; what ended it is its last step. */
export function stepsOf({ trace, error, ok, entries, duration_ms }: TestResult): Step[] {
  const steps = trace.map(({ step, at_ms, detail }) => ({
    name: names[step] ?? step,
    ...explain(step, detail),
    at: at_ms,
  }));
  if (error) steps.push({ name: "Stopped", words: error.message, tone: "bad", at: duration_ms });
  else if (ok) steps.push({ name: "Read", words: `${entries} entries`, tone: "good", at: duration_ms });
  else
    steps.push({
      name: "Read",
      words: entries === 0 ? "no entries in it" : `${entries} entries, but no text in the first of them`,
      tone: "bad",
      at: duration_ms,
    });
  return steps;
}

type Detail = Record<string, unknown>;

function explain(step: string, detail: Detail): { words: string; tone: Step["tone"] } {
  const plain = (words: string): { words: string; tone: "plain" } => ({ words, tone: "plain" });
  switch (step) {
    case "dns":
      return plain(`${text(detail["host"])} is ${list(detail["addresses"])}${took(detail)}`);
    case "address":
      return plain(`${text(detail["address"])} ${text(detail["verdict"])}`);
    case "connect":
      return plain(`to ${text(detail["address"])}${took(detail)}`);
    case "tls":
      return {
        words: `${text(detail["protocol"])}, certificate of ${text(detail["issuer"]) || "an unnamed issuer"}${took(detail)}`,
        tone: detail["authorized"] === false ? "bad" : "plain",
      };
    case "request":
      return plain(defang("url", text(detail["url"])));
    case "status":
      return explainStatus(detail);
    case "redirect":
      return plain(`${text(detail["status"])} to ${defang("url", text(detail["to"]))}`);
    case "robots":
      return {
        words: detail["allowed"] === false ? "forbids it" : "allows it",
        tone: detail["allowed"] === false ? "bad" : "plain",
        ...(typeof detail["rule"] === "string" && {
          words: `${detail["allowed"] === false ? "forbids" : "allows"} it (${detail["rule"]})`,
        }),
      };
    case "body":
      return plain(
        `${bytes(Number(detail["bytes"]) || 0)}${detail["encoding"] ? `, sent as ${bytes(Number(detail["wire_bytes"]) || 0)} ${text(detail["encoding"])}` : ""}`,
      );
    case "wait":
      return plain(`${text(detail["reason"]).replaceAll("_", " ")}${took(detail)}`);
    default:
      return plain(JSON.stringify(detail));
  }
}

function explainStatus(detail: Detail): { words: string; tone: Step["tone"] } {
  const status = Number(detail["status"]);
  const headers = (detail["headers"] ?? {}) as Record<string, string>;
  const type = headers["content-type"];
  const tone = status >= 400 ? "bad" : status < 300 ? "good" : "plain";
  return { words: `HTTP ${status}${type ? `, ${type}` : ""}`, tone };
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function list(value: unknown): string {
  return Array.isArray(value) ? value.map(text).join(", ") : "";
}

function took({ ms }: Detail): string {
  return typeof ms === "number" ? ` in ${duration(Math.max(1, ms))}` : "";
}

/** What robots.txt said to the test; null when it was not asked. */
export function robotsOf({ trace }: TestResult): { allowed: boolean; rule: string | null } | null {
  const asked = trace.findLast(({ step }) => step === "robots");
  if (!asked) return null;
  const { allowed, rule } = asked.detail;
  return { allowed: allowed !== false, rule: typeof rule === "string" ? rule : null };
}
