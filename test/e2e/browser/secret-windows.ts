import { createHmac } from "node:crypto";

import type { Locator, Page } from "playwright-core";

import { addPerson, password, type Person, signIn } from "./people.ts";
import type { Opening } from "./windows.ts";

/** Somebody who may make what is shown once, and what this leaves behind. */
export type Keeper = { me: Person; openings: Opening[]; leave: () => Promise<void> };

/** An admin of their own, since a second factor and a new password end what others do. `word` sets several apart. */
export async function keeperOfSecrets(ada: Person, word: string): Promise<Keeper> {
  const [keeper, given, made] = [`keeper-${word}`, `given-${word}`, `made-${word}`];
  await addPerson(ada, { username: keeper, role: "admin" });
  await ada.api.createUser({ body: { username: given, role: "viewer" } });
  return {
    me: await signIn(ada.url, keeper),
    openings: [newToken, newUser(made), newPassword(given), secondFactor, recoveryCodes],
    leave: () => removeUsers(ada, [keeper, given, made]),
  };
}

const newToken: Opening = {
  name: "a token that was made",
  address: "/account?tab=tokens",
  open: async (page) => {
    await page.getByRole("button", { name: "New token" }).click();
    await page.getByLabel("What it is for").fill("Nightly export");
    await page.getByRole("button", { name: "Make the token" }).click();
  },
  shows: (page) => shownIn(page, "Your new token", /^cti_pat_/),
};

function newUser(username: string): Opening {
  return {
    name: "the password of somebody who was added",
    address: "/admin",
    open: async (page) => {
      await page.getByRole("button", { name: "Add somebody" }).click();
      await page.getByLabel("User name").fill(username);
      await page.getByRole("button", { name: "Add and make a password" }).click();
    },
    shows: (page) => shownIn(page, `${username} was added`, /^\S{12,}$/),
  };
}

function newPassword(username: string): Opening {
  return {
    name: "a new password",
    address: "/admin",
    open: async (page) => {
      await page.getByRole("button", { name: username }).first().click();
      await page.getByRole("button", { name: "New password" }).click();
    },
    shows: (page) => shownIn(page, `A new password for ${username}`, /^\S{12,}$/),
  };
}

const secondFactor: Opening = {
  name: "the secret of a second factor",
  address: "/account?tab=two-factor",
  open: begin,
  shows: (page) => page.getByRole("img", { name: "Code to scan with the app" }),
};

const recoveryCodes: Opening = {
  name: "recovery codes",
  address: "/account?tab=two-factor",
  open: async (page) => {
    await begin(page);
    const secret = await page.locator("main code").first().innerText();
    await page.getByLabel("Code that the app shows now").fill(codeOf(secret));
    await page.getByRole("button", { name: "Confirm" }).click();
  },
  shows: (page) => page.getByRole("heading", { name: "Recovery codes" }),
};

async function begin(page: Page): Promise<void> {
  await page.getByLabel("Your password").fill(password);
  await page.getByRole("button", { name: "Begin" }).click();
}

function shownIn(page: Page, title: string, secret: RegExp): Locator {
  return page.getByRole("dialog", { name: title }).getByText(secret);
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** What an authenticator app shows now for a secret in base32 (RFC 6238). */
function codeOf(secret: string): string {
  const bits = Array.from(secret.replaceAll(/\s/g, ""))
    .map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac("sha1", key).update(step).digest();
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, "0");
}

async function removeUsers({ api }: Person, names: readonly string[]): Promise<void> {
  const { items } = await api.listUsers({ query: { limit: 200 } });
  for (const { id, username, revision } of items)
    if (names.includes(username)) await api.removeUser({ params: { id }, ifMatch: revision });
}
