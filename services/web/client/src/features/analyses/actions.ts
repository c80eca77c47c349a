import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { errorText } from "../../kit/states.tsx";
import { offerUndo, say } from "../../shell/bar-store.ts";
import {
  analysesQuery,
  analysisQuery,
  type Analysis,
  type AnalysisLine,
  type Kind,
  type Subject,
} from "./queries.ts";
import { kindName } from "./words.ts";

/** Asks the model. An equal answer that is there already is given back, unless it is forced. */
export async function askModel({ subject, id }: Subject, kind: Kind, force = false): Promise<void> {
  try {
    const { cached, ...line } = await api.createAnalysis({
      body: { subject, subject_id: id, kind, force },
    });
    showLine({ subject, id }, line);
    const isDone = line.status === "completed";
    say(
      cached && isDone
        ? `${kindName(kind)}: nothing has changed since it was asked`
        : `${kindName(kind)}: asked`,
    );
  } catch (error) {
    say(`The model was not asked: ${errorText(error).title}`, "bad");
  }
  void queryClient.invalidateQueries({ queryKey: ["analyses"] });
}

export async function stopAnalysis({ subject, id }: Subject, line: AnalysisLine): Promise<void> {
  try {
    showLine({ subject, id }, await api.cancelAnalysis({ params: { id: line.id } }));
    say(`${kindName(line.kind)}: stopped`);
  } catch (error) {
    say(`It was not stopped: ${errorText(error).title}`, "bad");
  }
  void queryClient.invalidateQueries({ queryKey: ["analyses"] });
}

function showLine(subject: Subject, line: AnalysisLine): void {
  queryClient.setQueryData(
    analysesQuery(subject).queryKey,
    (lines) => lines && [line, ...lines.filter(({ id }) => id !== line.id)].toSorted((a, b) => b.id - a.id),
  );
}

export type Verdict = NonNullable<Analysis["verdict"]>;

/**
 * Says of a claim, or with claim 0 of the whole, what one thinks of it; null takes that back. It shows at once, and is
 * put back when the server refuses.
 */
export async function judge(analysis: Analysis, claim: number, verdict: Verdict | null): Promise<void> {
  const before =
    claim === 0 ? analysis.verdict : (analysis.claims.find(({ id }) => id === claim)?.verdict ?? null);
  if (!(await send(analysis.id, claim, verdict)) || claim === 0) return;
  const isMention = entityOf(analysis.id, claim) !== null;
  const words =
    verdict === null ? "Verdict forgotten" : verdict === "rejected" ? "Claim rejected" : "Claim accepted";
  offerUndo(
    isMention ? `${words}: the article names it now` : words,
    async () => void (await send(analysis.id, claim, before)),
  );
}

async function send(id: number, claim: number, verdict: Verdict | null): Promise<boolean> {
  const { queryKey } = analysisQuery(id);
  const before = queryClient.getQueryData(queryKey);
  if (before) queryClient.setQueryData(queryKey, judged(before, claim, verdict));
  try {
    const after = await api.judgeAnalysis({ params: { id }, body: { claim, verdict } });
    queryClient.setQueryData(queryKey, after);
    if (after.kind === "entities" && claim > 0) mentionsChanged(after, claim);
    return true;
  } catch (error) {
    queryClient.setQueryData(queryKey, before);
    say(`Not written down: ${errorText(error).title}`, "bad");
    return false;
  }
}

function entityOf(id: number, claim: number): number | null {
  const analysis = queryClient.getQueryData(analysisQuery(id).queryKey);
  return analysis?.claims.find((each) => each.id === claim)?.entity_id ?? null;
}

/** A name that is accepted, or no longer, is a mention that comes or goes: what shows mentions is asked again. */
function mentionsChanged({ claims }: Analysis, claim: number): void {
  const evidence = claims.find(({ id }) => id === claim)?.evidence ?? [];
  for (const id of new Set(evidence.flatMap(({ spans }) => spans.map(({ article_id }) => article_id))))
    for (const part of ["mentions", "rank"])
      void queryClient.invalidateQueries({ queryKey: ["article", id, part] });
  for (const name of ["story", "entity", "entities", "attack"])
    void queryClient.invalidateQueries({ queryKey: [name] });
}

type Counts = { up?: number; down?: number; accepted?: number; rejected?: number };

function judged(analysis: Analysis, claim: number, verdict: Verdict | null): Analysis {
  if (claim === 0) return withVerdict(analysis, verdict);
  const claims = analysis.claims.map((each) => (each.id === claim ? withVerdict(each, verdict) : each));
  return { ...analysis, claims };
}

function withVerdict<T extends Counts & { verdict: Verdict | null }>(of: T, verdict: Verdict | null): T {
  const next = { ...of, verdict };
  if (of.verdict !== null) next[of.verdict] = Math.max(0, (next[of.verdict] ?? 0) - 1);
  if (verdict !== null) next[verdict] = (next[verdict] ?? 0) + 1;
  return next;
}
