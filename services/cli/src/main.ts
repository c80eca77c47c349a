import { buildProgram } from "./program.ts";

// A reader such as `head` has seen enough: that is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await buildProgram(process.env).run(process.argv);
