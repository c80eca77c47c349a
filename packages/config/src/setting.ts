import type { z } from "zod";

/** One setting: how it is read, its default as it stands in config.yaml, and the older names of its variable. */
export type Setting<T = unknown> = {
  read: z.ZodType<T>;
  initial: unknown;
  about: string;
  secret?: true;
  aliases?: readonly string[];
};

export const setting = <T>(
  read: z.ZodType<T>,
  initial: unknown,
  about: string,
  more: { secret?: true; aliases?: readonly string[] } = {},
): Setting<T> => ({ read, initial, about, ...more });
