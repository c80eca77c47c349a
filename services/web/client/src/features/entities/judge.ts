import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { errorText } from "../../kit/states.tsx";
import { offerUndo, say } from "../../shell/bar-store.ts";
import { inTurns } from "./in-turns.ts";
import { setVerdicts, type Verdict } from "./verdicts.ts";

type Decided = { id: number; verdict: Verdict | null; note: string | null };

/**
 * Accepts or rejects entities in all articles, or forgets what was decided (null). Undo restores what stood before,
 * note and all. `what` names them: "evil[.]example", "3 indicators".
 */
export async function judge(ids: readonly number[], verdict: Verdict | null, what: string): Promise<void> {
  setVerdicts(ids, verdict);
  const before: Decided[] = [];
  const failed = await inTurns(ids, async (id) => {
    const { verdict: earlier } = await api.getEntity({ params: { id }, query: { mentions: 0 } });
    await decide({ id, verdict, note: null });
    before.push({ id, verdict: earlier?.verdict ?? null, note: earlier?.note ?? null });
  });
  setVerdicts(
    failed.map(({ item }) => item),
    undefined,
  );
  refresh();
  const [first] = failed;
  const why = first ? errorText(first.error).title : "";
  if (before.length === 0) return say(`${what}: ${why}`, "bad");
  const done = verdict === null ? "Verdict forgotten for" : verdict === "accepted" ? "Accepted" : "Rejected";
  const named = first ? `${before.length} of ${ids.length}, the others could not be changed: ${why}` : what;
  offerUndo(`${done} ${named}`, () => restore(before));
}

async function restore(before: Decided[]): Promise<void> {
  const failed = await inTurns(before, async (earlier) => {
    await decide(earlier);
    setVerdicts([earlier.id], earlier.verdict);
  });
  refresh();
  if (failed[0]) throw failed[0].error;
}

async function decide({ id, verdict, note }: Decided): Promise<void> {
  if (verdict === null) await api.unjudgeEntity({ params: { id } });
  else await api.judgeEntity({ params: { id }, body: { verdict, ...(note && { note }) } });
}

/** Cards are asked again at once; lists only when they are opened anew, since rows must not jump away. */
function refresh(): void {
  void queryClient.invalidateQueries({ queryKey: ["entity"] });
  for (const list of ["indicators", "entities", "articles", "article", "story", "attack"])
    void queryClient.invalidateQueries({ queryKey: [list], refetchType: "none" });
}
