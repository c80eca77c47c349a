import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import type { Config } from "@cti/config/load";

/** Login of the dashboard: the setting, else what was saved beside the data, else null. */
export function dashboardLogin({ settings, root }: Config): string | null {
  const file = loginFile({ settings, root });
  return settings["monitor.auth"] ?? (existsSync(file) ? readFileSync(file, "utf8").trim() : null);
}

/** Keeps USER:HASH for this installation, readable by its owner alone. Returns the file. */
export function saveDashboardLogin(config: Pick<Config, "settings" | "root">, login: string): string {
  const file = loginFile(config);
  mkdirSync(path.dirname(file), { recursive: true });
  // Written anew: an older file would keep the rights that it has, and a link would lead elsewhere.
  rmSync(file, { force: true });
  writeFileSync(file, `${login}\n`, { mode: 0o600, flag: "wx" });
  return file;
}

function loginFile({ settings, root }: Pick<Config, "settings" | "root">): string {
  return path.join(path.resolve(root, settings["data_dir"]), "monitor.auth");
}
