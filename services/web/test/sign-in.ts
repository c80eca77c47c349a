import type { Role } from "@cti/db/schema/tenants";
import { createUser, type NewUser } from "@cti/domain/accounts/users";

import type { Asker, TestAnswer, TestWeb } from "./test-web.ts";

export const password = "a whale in the sea";
let people = 0;

/** A person with a password, in the first tenant. */
export async function person(
  web: TestWeb,
  role: Role,
  more: Partial<NewUser> = {},
): Promise<{ id: number; username: string }> {
  const username = more.username ?? `person-${++people}`;
  const { id } = await createUser(web.db.db, { username, password, role, tenantId: 1, ...more });
  return { id, username };
}

/** The cookie that an answer sets, as a request sends it back; null when it sets none. */
export function cookieOf(answer: TestAnswer, name = "__Host-cti"): string | null {
  const set = [answer.headers["set-cookie"] ?? []].flat().map(String);
  const cookie = set.find((each) => each.startsWith(`${name}=`) && !each.startsWith(`${name}=;`));
  return cookie?.split(";", 1)[0] ?? null;
}

/** The headers of a page of ours in a browser that has this cookie. */
export function browserHeaders(cookie: string | null): Record<string, string> {
  return { "sec-fetch-site": "same-origin", ...(cookie !== null && { cookie }) };
}

export type Browser = {
  cookie: string;
  get(path: string): Promise<TestAnswer>;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
};

/** Somebody's browser; it keeps the cookies that it is given. */
export async function signIn(
  web: TestWeb,
  username: string,
  more: Record<string, unknown> = {},
): Promise<Browser> {
  const nobody: Asker = await web.as("nobody");
  const answer = await nobody.post("/api/v1/session", { username, password, ...more });
  const cookie = cookieOf(answer);
  if (answer.status !== 201 || cookie === null) throw new Error(`not signed in: ${answer.text}`);
  const browser: Browser = {
    cookie,
    get: (path) => browser.send("GET", path),
    send: async (method, path, body, headers = {}) => {
      const given = await nobody.ask(method, path, {
        ...(body !== undefined && { body }),
        headers: { ...browserHeaders(browser.cookie), ...headers },
      });
      browser.cookie = cookieOf(given) ?? browser.cookie;
      return given;
    },
  };
  return browser;
}
