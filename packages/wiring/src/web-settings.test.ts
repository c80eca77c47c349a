import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { type Config, loadConfig } from "@cti/config/load";
import { afterAll, beforeAll, expect, test } from "vitest";

import { settingsInForce, shownSettings, webSettings } from "./web-settings.ts";

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "cti-web-settings-"));
});
afterAll(() => rmSync(root, { recursive: true }));

const load = (environment: Record<string, string>): Config => loadConfig({ root, environment });

test("nothing set serves this machine only, without single sign-on", () => {
  expect(webSettings(load({}))).toMatchObject({
    host: "127.0.0.1",
    port: 8_000,
    publicUrl: null,
    sessionIdleMs: 12 * 3_600_000,
    bodyLimit: 1_000_000,
    oidc: null,
    databasePassword: null,
  });
});

test("half of single sign-on is given on as half, so that the start can be refused", () => {
  expect(webSettings(load({ CTI_WEB_OIDC_CLIENT_ID: "cti" })).oidc).toMatchObject({
    issuer: "",
    clientId: "cti",
  });
  const issuer = "https://id.example.org";
  expect(webSettings(load({ CTI_WEB_OIDC_ISSUER: issuer })).oidc).toMatchObject({ issuer, clientId: "" });
});

test("the database's password is found wherever it was set", () => {
  const url = "postgres://cti:p%40ss@db:5432/cti";
  expect(webSettings(load({ CTI_DATABASE_URL: url })).databasePassword).toBe("p@ss");
  const parts = { CTI_DATABASE_HOST: "db", CTI_DATABASE_PASSWORD: "p@ss/word" };
  expect(webSettings(load(parts)).databasePassword).toBe("p@ss/word");
});

test("refused passwords come from a file, a line each, and a file that is not there is an error", () => {
  writeFileSync(path.join(root, "breached.txt"), "correct horse battery\r\nhunter2hunter2\n\n");
  const { breachedPasswords } = webSettings(load({ CTI_WEB_BREACHED_PASSWORDS: "breached.txt" }));
  expect([...breachedPasswords]).toEqual(["correct horse battery", "hunter2hunter2"]);
  expect(() => webSettings(load({ CTI_WEB_BREACHED_PASSWORDS: "nothing.txt" }))).toThrow(
    /web\.breached_passwords cannot be read/,
  );
});

test("shown settings say which are secrets and blot those out; those to compare are as they are", () => {
  const config = load({ CTI_WEB_OIDC_CLIENT_SECRET: "very secret indeed" });
  const key = "web.oidc.client_secret";
  expect(shownSettings(config).find((shown) => shown.key === key)).toMatchObject({
    value: "********",
    secret: true,
    origin: "variable CTI_WEB_OIDC_CLIENT_SECRET",
  });
  expect(settingsInForce(config).find((each) => each.key === key)?.value).toBe("very secret indeed");
});
