/** What is remembered of a source's layout: where its content stood. Plain JSON. */
export type Template = { version: 1; path: string[] };
