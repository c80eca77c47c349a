const longest = 200;

/** A JSON pointer in the form of a fragment (RFC 6901 §6), such as `#/tags/0`; `#` for the whole. */
export function toPointer(path: readonly PropertyKey[]): string {
  const parts = path.map((part) =>
    encodeURIComponent(
      String(part)
        .toWellFormed()
        .slice(0, longest)
        .toWellFormed()
        .replaceAll("~", "~0")
        .replaceAll("/", "~1"),
    ),
  );
  return ["#", ...parts].join("/");
}
