import type { InfiniteData } from "@tanstack/react-query";

import { api, type Answer } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { defanged } from "../../kit/remote.tsx";
import { errorText } from "../../kit/states.tsx";
import { offerUndo, say } from "../../shell/bar-store.ts";
import type { Mention } from "./queries.ts";

export type Verdict = "accepted" | "rejected";

/** Accepts or rejects a mention in one article, or forgets what was decided (null). It shows at once. */
export async function judge(article: number, mention: Mention, verdict: Verdict | null): Promise<void> {
  const { entity_id, verdict: before } = mention;
  const name = nameOf(mention);
  show(article, entity_id, verdict);
  try {
    await decide(article, entity_id, verdict);
    again(article);
  } catch (error) {
    show(article, entity_id, before);
    return say(`${name}: ${errorText(error).title}`, "bad");
  }
  offerUndo(
    `${verdict === null ? "Verdict forgotten for" : words[verdict]} ${name} in this article`,
    async () => {
      show(article, entity_id, before);
      await decide(article, entity_id, before);
      again(article);
    },
  );
}

/** The same in all articles: what was decided there before comes back with undo, note and all. */
export async function judgeEverywhere(mention: Mention, verdict: Verdict): Promise<void> {
  const { entity_id: id } = mention;
  const name = nameOf(mention);
  try {
    const { verdict: before } = await api.getEntity({ params: { id }, query: { mentions: 0 } });
    await api.judgeEntity({ params: { id }, body: { verdict } });
    everywhere();
    offerUndo(`${words[verdict]} ${name} in all articles`, async () => {
      if (before)
        await api.judgeEntity({ params: { id }, body: { verdict: before.verdict, note: before.note } });
      else await api.unjudgeEntity({ params: { id } });
      everywhere();
    });
  } catch (error) {
    say(`${name}: ${errorText(error).title}`, "bad");
  }
}

const words = { accepted: "Accepted", rejected: "Rejected" };

function nameOf({ type, value, label }: Mention): string {
  return label ? defanged("", label) : defanged(type, value);
}

async function decide(id: number, entity_id: number, verdict: Verdict | null): Promise<void> {
  const params = { id, entity_id };
  if (verdict === null) await api.unjudgeMention({ params });
  else await api.judgeMention({ params, body: { verdict } });
}

type Pages = InfiniteData<Answer<"listArticleMentions">, string | null>;

function show(article: number, entity: number, verdict: Verdict | null): void {
  queryClient.setQueryData<Pages>(["article", article, "mentions"], (data) => {
    if (!data) return data;
    const pages = data.pages.map((page) => ({
      ...page,
      items: page.items.map((item) =>
        item.entity_id === entity
          ? { ...item, verdict, ...(verdict === "rejected" && { status: "rejected" }) }
          : item,
      ),
    }));
    return { ...data, pages };
  });
}

/** What it counts as then only the server knows; ranks follow by themselves. */
function again(article: number): void {
  void queryClient.invalidateQueries({ queryKey: ["article", article, "mentions"] });
  void queryClient.invalidateQueries({ queryKey: ["article", article, "rank"] });
  for (const name of ["entity", "indicators", "entities", "story"])
    void queryClient.invalidateQueries({ queryKey: [name] });
}

export function everywhere(): void {
  for (const name of ["article", "entity", "indicators", "entities", "story"])
    void queryClient.invalidateQueries({ queryKey: [name] });
}
