import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { visible } from "../../kit/remote.tsx";
import { plural } from "../../kit/number.ts";
import { errorText } from "../../kit/states.tsx";
import { offerUndo, say } from "../../shell/bar-store.ts";
import { startedCollecting } from "./collecting.ts";
import { sourceQuery, sourcesQuery, type SourceLine } from "./queries.ts";

type Named = Pick<SourceLine, "id" | "name" | "enabled">;
type Progress = (done: number) => void;

/** What lists and pages show of sources is asked for again. */
export function readSourcesAgain(): void {
  for (const name of ["sources", "source", "nav"]) void queryClient.invalidateQueries({ queryKey: [name] });
}

/** Pauses or resumes: shown at once, put back when the server refuses, undone with one key. */
export async function setFollowed(
  sources: readonly Named[],
  enabled: boolean,
  progress?: Progress,
): Promise<void> {
  const changing = sources.filter((source) => source.enabled !== enabled);
  if (changing.length === 0) return say(enabled ? "Not paused" : "Paused already");
  const failed = await eachInTurn(changing, (source) => write(source.id, enabled), progress);
  const done = changing.filter((source) => !failed.some(({ item }) => item === source));
  readSourcesAgain();
  const verb = enabled ? "Resumed" : "Paused";
  if (failed.length > 0) return say(`${verb} ${done.length} of ${changing.length}: ${whyOf(failed)}`, "bad");
  offerUndo(`${verb} ${nameThem(done)}`, async () => {
    for (const { id } of done) await write(id, !enabled);
    readSourcesAgain();
  });
}

async function write(id: number, enabled: boolean): Promise<void> {
  const before = show(id, enabled);
  try {
    // Whatever else was changed in the meantime stays: only this one member is written.
    const source = await api.changeSource({ params: { id }, body: { enabled }, ifMatch: "*" });
    queryClient.setQueryData(sourceQuery(id).queryKey, source);
  } catch (error) {
    if (before !== undefined) show(id, before);
    throw error;
  }
}

/** Changes what lists and the page show; tells what they showed. */
function show(id: number, enabled: boolean): boolean | undefined {
  let before: boolean | undefined;
  queryClient.setQueryData(sourcesQuery.queryKey, (all) =>
    all?.map((source) => {
      if (source.id !== id) return source;
      before = source.enabled;
      return { ...source, enabled };
    }),
  );
  queryClient.setQueryData(sourceQuery(id).queryKey, (source) => source && { ...source, enabled });
  return before;
}

/** Puts sources into the queue now. */
export async function collectNow(sources: readonly Named[], progress?: Progress): Promise<void> {
  let waiting = 0;
  const failed = await eachInTurn(
    sources,
    async ({ id }) => {
      const { job_id, added } = await api.collectSource({ params: { id } });
      if (!added) waiting += 1;
      startedCollecting(id, job_id, sources.length === 1);
    },
    progress,
  );
  const done = sources.length - failed.length;
  if (failed.length > 0)
    return say(`Queued ${done} of ${plural(sources.length, "source")}: ${whyOf(failed)}`, "bad");
  const queued = `Collecting ${nameThem(sources)}`;
  say(waiting === 0 ? queued : `${queued}; ${waiting === done ? "" : `${waiting} `}waiting already`);
}

function nameThem(sources: readonly Named[]): string {
  const [first] = sources;
  return sources.length === 1 && first ? visible(first.name) : plural(sources.length, "source");
}

type Failure = { item: Named; error: unknown };

function whyOf(failed: readonly Failure[]): string {
  const [first] = failed;
  return first ? `${visible(first.item.name)}: ${errorText(first.error).title}` : "";
}

/** One after the other, so that the limit of requests is not used up at once. Failures come back; nothing is thrown. */
async function eachInTurn(
  items: readonly Named[],
  work: (item: Named) => Promise<void>,
  progress?: Progress,
): Promise<Failure[]> {
  const failed: Failure[] = [];
  for (const [index, item] of items.entries()) {
    progress?.(index);
    try {
      await work(item);
    } catch (error) {
      failed.push({ item, error });
    }
  }
  return failed;
}
