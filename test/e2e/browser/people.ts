import { setTimeout as pause } from "node:timers/promises";

import { type Client, createClient } from "@cti/contract/client";
import { paths } from "@cti/contract/paths";
import type { BrowserContextOptions, Browser, BrowserContext } from "playwright-core";

import type { Stack } from "./stack.ts";

/** Of everybody here. */
export const password = "correct-horse-battery-9";

/** Somebody who is signed in: what the person may ask of the API, and the cookie for a browser. */
export type Person = { username: string; url: string; cookie: string; api: Client };

const firstPassword = "given-by-the-admin-1";

/** Adds somebody, who has chosen a password already. Gives the number. */
export async function addPerson(
  { url, api }: Person,
  { username, role }: { username: string; role: "viewer" | "analyst" | "admin" },
): Promise<number> {
  const { id } = await api.createUser({ body: { username, role, password: firstPassword, kind: "person" } });
  const added = await signIn(url, username, { password: firstPassword });
  await added.api.changePassword({ body: { current_password: firstPassword, password } });
  return id;
}

/** Signs in as a browser would; when the server wants a pause between sign-ins, after that pause. */
export async function signIn(
  url: string,
  username: string,
  how: { tenant?: string; password?: string } = {},
): Promise<Person> {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json", ...sameOrigin(url) },
    body: JSON.stringify({ username, password, ...how }),
  });
  if (answer.status === 429) {
    await pause(1_000 * Number(answer.headers.get("retry-after") ?? 5));
    return signIn(url, username, how);
  }
  if (!answer.ok) throw new Error(await answer.text());
  return asPerson(url, username, answer.headers.getSetCookie()[0]?.split(";")[0] ?? "");
}

/** The first account: ada, who may do everything. */
export async function setUp({ url, setupToken }: Stack): Promise<Person> {
  const answer = await fetch(`${url}/api/v1/setup`, {
    method: "POST",
    headers: { "content-type": "application/json", ...sameOrigin(url) },
    body: JSON.stringify({ token: setupToken, username: "ada", password }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return signIn(url, "ada");
}

/** What this person sees: a browser of the person's own. */
export async function openAs(
  browser: Browser,
  { url, cookie }: Person,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([
    { name, value, domain: new URL(url).hostname, path: "/", secure: true, httpOnly: true },
  ]);
  // As if signed in here before: otherwise the first page asks for it once more.
  await context.addInitScript("try { localStorage.setItem('cti.signed-in', '1') } catch {}");
  return context;
}

/** Somebody who holds the cookie of a session. */
export function asPerson(url: string, username: string, cookie: string): Person {
  const withCookie: typeof fetch = (input, init = {}) =>
    fetch(input, { ...init, headers: { ...(init.headers as object), cookie, ...sameOrigin(url) } });
  return { username, url, cookie, api: createClient(paths, { url, fetch: withCookie }) };
}

function sameOrigin(url: string): Record<string, string> {
  return { origin: url, "sec-fetch-site": "same-origin" };
}
