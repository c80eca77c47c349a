/**
 * Embeddings without a quality claim: `node bench/meaning.ts [--articles=100000] [--dimension=768] [--queries=60]`
 * makes vectors in a scratch database and prints how long it takes to find the nearest, against an exact scan of floats
 * in the same run. `--stories` prints what stories the words make of the samples and of articles of our own, and
 * what vectors propose beside; `--url` takes an Ollama for that instead of a double.
 */
import { parseArgs } from "node:util";

import { benchScan } from "./meaning-scan.ts";
import { benchStories } from "./meaning-stories.ts";

const { values } = parseArgs({
  options: {
    articles: { type: "string", default: "100000" },
    dimension: { type: "string", default: "768" },
    queries: { type: "string", default: "60" },
    stories: { type: "boolean", default: false },
    url: { type: "string" },
    model: { type: "string", default: "nomic-embed-text" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(`node bench/meaning.ts [--articles=100000] [--dimension=768] [--queries=60]
node bench/meaning.ts --stories [--url http://127.0.0.1:11434 [--model nomic-embed-text]]
How long the nearest of many vectors take to find, with recall and room; --stories: what vectors propose beside the
stories that words make.`);
} else if (values.stories) {
  await benchStories({ url: values.url ?? null, model: values.model });
} else {
  const { articles, dimension, queries } = values;
  await benchScan({ articles: Number(articles), dimension: Number(dimension), queries: Number(queries) });
}
