import type { Client } from "@cti/contract/client";

import type { Data } from "../data.ts";
import { walk } from "../walk.ts";
import { harmless, pageOf } from "./asked.ts";

export function remoteSources(client: Client): Data["sources"] {
  return {
    list: ({ active, failing, tag, tier }) =>
      walk(Infinity, (page) =>
        client.listSources({ query: { enabled: active, failing, tag, tier, ...pageOf(page) } }),
      ),
    show: (name) => client.findSource({ query: { name } }),
    exportOpml: async () => {
      let xml = "";
      for await (const chunk of harmless(client.exportOpml())) xml += chunk;
      return xml;
    },
  };
}

/** The slug of a source that somebody names; asked first, so that a mistyped one is told and not an empty list. */
export async function slugOf(client: Client, name: string | null): Promise<string | undefined> {
  return name === null ? undefined : (await client.findSource({ query: { name } })).slug;
}
