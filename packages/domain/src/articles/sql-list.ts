import { type SQL, sql } from "drizzle-orm";

/** (a, b, c) for IN, each as a parameter; not for an empty list. */
export function listOf(values: readonly (string | number)[]): SQL {
  return sql`(${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )})`;
}

/** Many numbers as one parameter, for `= any`. */
export function idArray(ids: readonly number[]): SQL {
  return sql`any(${`{${ids.join(",")}}`}::text::bigint[])`;
}
