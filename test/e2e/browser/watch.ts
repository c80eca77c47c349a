import type { BrowserContext } from "playwright-core";
import { expect } from "vitest";

/** What must never happen in a browser that shows these pages. */
export type Trouble = {
  what: "console" | "page error" | "policy" | "other origin" | "dialog" | "storm";
  text: string;
  on: string;
};

/** A page that asks the same so often within so short a time is caught in a loop. */
const storm = { most: 30, withinMs: 3_000 };

/** Gathers errors, violations of the policy and requests to elsewhere in all pages of a browser, from now on. */
export async function watch(context: BrowserContext, url: string): Promise<Trouble[]> {
  const troubles: Trouble[] = [];
  await context.exposeBinding("ctiTrouble", ({ page }, text: string) =>
    troubles.push({ what: "policy", text, on: page.url() }),
  );
  await context.addInitScript(`addEventListener("securitypolicyviolation", (event) =>
    ctiTrouble(event.violatedDirective + " " + event.blockedURI + " " + event.sample + " " + event.sourceFile + ":" + event.lineNumber))`);
  context.on("console", (message) => {
    // Browsers ask for this one by themselves.
    if (message.type() !== "error" || message.location().url.endsWith("/favicon.ico")) return;
    troubles.push({
      what: "console",
      text: `${message.text()} ${message.location().url}`,
      on: message.page()?.url() ?? "",
    });
  });
  context.on("weberror", (error) =>
    troubles.push({
      what: "page error",
      text: error.error().stack ?? error.error().message,
      on: error.page()?.url() ?? "",
    }),
  );
  context.on("request", (request) => {
    if (request.url().startsWith(`${url}/`) || /^(data|blob):/.test(request.url())) return;
    troubles.push({ what: "other origin", text: request.url(), on: request.frame().url() });
  });
  const asked = new Map<string, number[]>();
  context.on("request", (request) => {
    if (request.method() !== "GET" || !request.url().includes("/api/")) return;
    const times = (asked.get(request.url()) ?? []).filter((time) => time > Date.now() - storm.withinMs);
    asked.set(request.url(), [...times, Date.now()]);
    if (times.length !== storm.most) return;
    troubles.push({
      what: "storm",
      text: `${request.url()} asked again and again`,
      on: request.frame().url(),
    });
  });
  context.on("dialog", (dialog) => {
    troubles.push({ what: "dialog", text: dialog.message(), on: dialog.page()?.url() ?? "" });
    void dialog.dismiss();
  });
  return troubles;
}

/** Nothing of it has happened, but for what `allowed` names: a refusal that the journey provoked shows in the console. */
export function expectNoTrouble(troubles: Trouble[], allowed?: RegExp): void {
  expect(troubles.filter(({ text }) => !allowed?.test(text))).toEqual([]);
}
