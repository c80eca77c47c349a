import { userInfo } from "node:os";

/** Who runs the command, as runs and the audit log name them; the number of an account that has no name here. */
export function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
