import { z } from "zod";

/** A point in time on the wire: RFC 3339 in UTC, such as 2026-03-01T10:00:00.000Z. Handlers may give a Date. */
export const time = z.preprocess(
  (value) => (value instanceof Date ? toText(value) : value),
  z.iso.datetime(),
);

const first = Date.parse("0000-01-01T00:00:00Z");
const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** RFC 3339 has the years 0 to 9999: what a row has beyond them, or what is no date at all, is told as the nearest end. */
function toText(date: Date): string {
  const at = date.getTime();
  return new Date(Number.isNaN(at) ? first : Math.min(Math.max(at, first), last)).toISOString();
}

/** A day, such as 2026-03-01. */
export const day = z.iso.date();

/** The number of a row. */
export const id = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** The same in a path or a query, where everything is text. */
export const idText = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, "Write a whole number")
  .transform(Number)
  .meta({ override: { type: "integer", minimum: 1 } });

/** `:id` of a path. */
export const idParams = z.object({ id: idText });

/** A whole number in a query. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what zod infers
export const numberText = (least: number, most: number) =>
  z
    .string()
    .regex(/^-?\d{1,12}$/, "Write a whole number")
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    .meta({ override: { type: "integer", minimum: least, maximum: most } });

/** A number with a fraction in a query. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what zod infers
export const decimalText = (least: number, most: number) =>
  z
    .string()
    .regex(/^-?\d{1,6}(\.\d{1,6})?$/, "Write a number")
    .transform(Number)
    .pipe(z.number().min(least).max(most))
    .meta({ override: { type: "number", minimum: least, maximum: most } });

/** true or false in a query. */
export const flagText = z
  .enum(["true", "false"])
  .transform((value) => value === "true")
  .meta({ override: { type: "boolean" } });

/** A point in time in a query. */
export const timeText = z.iso.datetime({ offset: true }).transform((value) => new Date(value));

/** Several of these words, separated by commas. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what zod infers
export const wordsText = <const W extends readonly [string, ...string[]]>(words: W) =>
  z
    .string()
    .max(1_000)
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(words)).max(50))
    .meta({ override: { type: "string", description: `Comma-separated, of: ${words.join(", ")}` } });

/** A short text of people: one line without control characters. `wanted` says what to write where it is too short. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what zod infers
export const line = (most: number, least = 1, wanted?: string) =>
  z
    .string()
    .trim()
    .min(least, wanted)
    .max(most)
    // oxlint-disable-next-line no-control-regex -- that is what is refused
    .regex(/^[^\u0000-\u001f\u007f-\u009f]*$/, "Write one line without control characters");

/** A text of people with lines and tabs, but no other control characters. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what zod infers
export const paragraphs = (most: number, least = 1) =>
  z
    .string()
    .min(least)
    .max(most)
    // oxlint-disable-next-line no-control-regex -- that is what is refused
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, "Remove control characters");

/** The opaque end of the page before: base64url. A name of 120 letters, of up to three bytes each, must fit in it. */
const cursor = z
  .string()
  .max(2_000)
  .regex(/^[\w-]+$/, "Give next_cursor of the page before as it is");

/** What every list takes; `fields` names members of its items. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what zod infers
export const pageQuery = (limit = 50) => ({
  limit: numberText(1, 200)
    .optional()
    .transform((value) => value ?? limit)
    .meta({ override: { type: "integer", minimum: 1, maximum: 200, default: limit } }),
  cursor: cursor.optional(),
  fields: z
    .string()
    .regex(/^[a-z_]+(,[a-z_]+)*$/, "Write members separated by commas")
    .max(500)
    .optional(),
});

/** A page of a list; `next_cursor` leads to the next one, null at the end. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what zod infers
export const page = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next_cursor: z.string().nullable(),
    /** Only with `count`. */
    total: z.int().min(0).optional(),
  });

/** Long work that goes on: its job, to be asked for at /api/v1/jobs/:id. */
export const accepted = z.object({ job_id: z.string(), queue: z.string(), name: z.string() });

/** What a bulk action did to each item; `undo_token` takes it back within ten minutes. */
export const bulkResult = z.object({
  dry_run: z.boolean(),
  matched: z.int(),
  changed: z.int(),
  results: z.array(z.object({ id, outcome: z.enum(["changed", "unchanged", "not_found"]) })),
  undo_token: z.string().nullable(),
  undo_until: time.nullable(),
});
