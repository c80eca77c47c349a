import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Config } from "@cti/config/load";
import { afterEach, beforeEach, expect, test } from "vitest";

import { dashboardLogin, saveDashboardLogin } from "./dashboard-login.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "dashboard-login-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function config(): Config {
  return { root, settings: { data_dir: "data", "monitor.auth": null } } as unknown as Config;
}

test("a saved login is found again, and only its owner can read it", () => {
  expect(dashboardLogin(config())).toBeNull();
  const file = saveDashboardLogin(config(), "admin:one");
  expect(dashboardLogin(config())).toBe("admin:one");
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a file that others could read, or a link, is replaced and not written to", () => {
  const file = saveDashboardLogin(config(), "admin:one");
  chmodSync(file, 0o644);
  saveDashboardLogin(config(), "admin:two");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const other = path.join(root, "other");
  writeFileSync(other, "");
  rmSync(file);
  symlinkSync(other, file);
  saveDashboardLogin(config(), "admin:three");
  expect(readFileSync(other, "utf8")).toBe("");
  expect(dashboardLogin(config())).toBe("admin:three");
});
