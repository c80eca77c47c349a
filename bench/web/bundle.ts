import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

export type Bundle = {
  /** What every page needs before anything is drawn, in bytes with gzip. */
  initial: { files: string[]; script: number; style: number };
  /** What is loaded when a page asks for it, the largest first. */
  lazy: { file: string; bytes: number }[];
};

/** What a browser loads of a build: what the page names, with all that this imports at once, and the rest. */
export function readBundle(dist: string): Bundle {
  const sizes = new Map<string, number>();
  const texts = new Map<string, string>();
  for (const name of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
    if (!/\.(?:js|css)$/.test(name)) continue;
    const text = readFileSync(path.join(dist, name));
    texts.set(name, text.toString());
    sizes.set(name, gzipSync(text, { level: 9 }).length);
  }
  const html = readFileSync(path.join(dist, "index.html"), "utf8");
  const initial = new Set<string>();
  const add = (name: string): void => {
    const text = texts.get(name);
    if (text === undefined || initial.has(name)) return;
    initial.add(name);
    if (name.endsWith(".js"))
      for (const other of importsAtOnce(text)) add(path.join(path.dirname(name), other));
  };
  for (const [, name = ""] of html.matchAll(/(?:src|href)="\/([^"]+)"/g)) add(name);
  const total = (ending: string): number =>
    [...initial]
      .filter((name) => name.endsWith(ending))
      .reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
  const lazy = [...sizes]
    .filter(([name]) => !initial.has(name))
    .map(([file, bytes]) => ({ file, bytes }))
    .toSorted((a, b) => b.bytes - a.bytes);
  return { initial: { files: [...initial], script: total(".js"), style: total(".css") }, lazy };
}

/** `import … from "./x.js"` and `import "./x.js"`, not `import("./x.js")`. */
function importsAtOnce(script: string): string[] {
  return [...script.matchAll(/(?:from|\bimport)\s*["'](\.\/[^"']+\.js)["']/g)].map(([, name = ""]) => name);
}
