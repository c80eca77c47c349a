import { buildProgram } from "./program.ts";

// Help is written without a command that would look after it: a reader like `head` that has enough is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await buildProgram(process.env).run(process.argv);
