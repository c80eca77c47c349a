import path from "node:path";

import type { Config } from "@cti/config/load";
import type { BackupKeys } from "@cti/domain/backup/encryption";
import type { KeepPolicy } from "@cti/domain/backup/keep-policy";

export type BackupSettings = { folder: string; keys: BackupKeys; keep: KeepPolicy };

/** Where backups are written, for whom they can be read, and how many stay. */
export function backupSettings({ settings, root }: Config): BackupSettings {
  const identity = settings["backup.identity"];
  return {
    folder: path.resolve(root, settings["backup.dir"] ?? path.join(settings["data_dir"], "backups")),
    keys: {
      recipients: settings["backup.recipients"],
      passphrase: settings["backup.passphrase"],
      identities: identity === null ? [] : [identity],
    },
    keep: { daily: settings["backup.keep_daily"], weekly: settings["backup.keep_weekly"] },
  };
}
