import { buildFeed } from "@cti/testing/build-feed";
import type { FixtureWeb } from "@cti/testing/fixture-web";

/** A feed of reports that have nothing in common: each becomes a story of its own, other ones with another seed. */
export function makeNews(web: FixtureWeb, path: string, count: number, seed = 0): void {
  const entries = Array.from({ length: count }, (_, at) => {
    const random = randomOf(seed + at + 1);
    const title = `${nameOf(random)} breach at ${nameOf(random)} ${nameOf(random)}`;
    const page = `${path}/${at + 1}`;
    web.on(page, { body: pageOf(title, random) });
    const published = new Date(Date.now() - (at + 1) * 3_600_000).toUTCString();
    return { title, path: page, published };
  });
  web.on(path, { type: "application/rss+xml", body: buildFeed(web.origin, entries) });
}

function pageOf(title: string, random: () => number): string {
  const sentence = (): string =>
    `The ${wordsOf(random, 3)} then moved to ${wordsOf(random, 4)} and left ${wordsOf(random, 3)} on ${wordsOf(random, 4)}.`;
  const paragraph = (): string => `<p>${Array.from({ length: 5 }, sentence).join(" ")}</p>`;
  const address = `198.51.100.${1 + Math.floor(random() * 250)}`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body>
<main><article><h1>${title}</h1>${Array.from({ length: 6 }, paragraph).join("\n")}
<p>The command and control server was ${nameOf(random).toLowerCase()}-${nameOf(random).toLowerCase()}.example at ${address}.</p></article></main></body></html>`;
}

const wordsOf = (random: () => number, count: number): string =>
  Array.from({ length: count }, () => nameOf(random).toLowerCase()).join(" ");

function nameOf(random: () => number): string {
  const pick = (from: string): string => from[Math.floor(random() * from.length)] ?? "";
  const part = (): string => pick("bcdfghklmnprstvz") + pick("aeiou");
  const name = part() + part() + part() + pick("nrsl");
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
