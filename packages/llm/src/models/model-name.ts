/** Whether two names mean one model: a missing tag is `:latest`. */
export function sameModel(a: string, b: string): boolean {
  return tagged(a) === tagged(b);
}

function tagged(name: string): string {
  // The host of a registry may have a port: only what follows the last slash has a tag.
  const last = name.slice(name.lastIndexOf("/") + 1);
  return (last.includes(":") ? name : `${name}:latest`).toLowerCase();
}
