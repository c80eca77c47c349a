/** Joins folder names to a path; a slash or backslash inside a name is escaped with a backslash. */
export function joinFolders(names: string[]): string {
  return names.map((name) => name.replace(/[\\/]/gu, String.raw`\$&`)).join("/");
}

/** Splits a folder path into names, undoing `joinFolders`; empty names are dropped. */
export function splitFolders(path: string): string[] {
  const names = [""];
  for (let at = 0; at < path.length; at += 1) {
    const character = path.charAt(at);
    if (character === "/") {
      names.push("");
      continue;
    }
    if (character === "\\") at += 1;
    names[names.length - 1] += character === "\\" ? path.charAt(at) || "\\" : character;
  }
  return names.filter((name) => name !== "");
}
