import type { Context } from "./context.ts";

/** Runs a command's work with a context, and closes what it opened. Given by main.ts. */
export type Run = (work: (context: Context) => Promise<void>) => Promise<void>;
