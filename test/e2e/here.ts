import { buildProgram } from "@cti/cli/program";
import { vi } from "vitest";

export type Ended = { code: number; stdout: string; stderr: string };

/** A command in this process, with what it writes; `home` is where it finds nothing of the machine's own. */
export async function runHere(
  home: string,
  environment: Record<string, string>,
  ...args: string[]
): Promise<Ended> {
  const ended: Ended = { code: -1, stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      ended[name] += String(text);
      return true;
    }),
  );
  const common = { HOME: home, CTI_LOG_LEVEL: "error", NO_COLOR: "1" };
  try {
    ended.code = await buildProgram({ ...common, ...environment }).run(["node", "cti", ...args]);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return ended;
}
