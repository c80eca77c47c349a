import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";

/** `completion bash|zsh|fish|powershell` prints a script for the shell; the shell then asks the program itself. */
export function registerCompletion(program: Command): void {
  tab(program, { completionCommandName: "completion" });
}
