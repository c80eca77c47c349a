import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Processor time that a process has used, in milliseconds; null where the system does not tell or it is gone. */
export function processorTimeOf(pid: number): number | null {
  const fields = statOf(pid);
  return fields && timeOf(fields);
}

/** Memory of a process in megabytes. */
export function memoryOf(pid: number): number | null {
  const fields = statOf(pid);
  return fields && (Number(fields[21]) * 4096) / 1e6;
}

/** The same of the embedded server in this folder and all its connections, which stay open; null for another server. */
export function processorTimeOfServer(dataDir: string): number | null {
  const file = path.join(dataDir, "postgres", "postmaster.pid");
  if (process.platform !== "linux" || !existsSync(file)) return null;
  const server = readFileSync(file, "utf8").split("\n")[0] ?? "";
  let time = 0;
  for (const entry of readdirSync("/proc")) {
    const fields = /^\d+$/.test(entry) ? statOf(Number(entry)) : null;
    // Of the server itself also what its children had used when they ended.
    if (fields && entry === server) time += timeOf(fields) + 10 * (Number(fields[13]) + Number(fields[14]));
    else if (fields?.[1] === server) time += timeOf(fields);
  }
  return time;
}

function timeOf(fields: string[]): number {
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

/** Fields of /proc/PID/stat after the name: state, parent …; times are in hundredths of a second. */
function statOf(pid: number): string[] | null {
  const file = `/proc/${pid}/stat`;
  if (process.platform !== "linux") return null;
  try {
    const stat = readFileSync(file, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}
