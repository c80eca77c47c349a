import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { errorText } from "../../kit/states.tsx";
import { say } from "../../shell/bar-store.ts";

/** Lets Ollama fetch a model; without a name those that are set and missing. */
export async function pullModel(name?: string): Promise<boolean> {
  const what = name ?? "the models that are missing";
  try {
    const { jobs } = await api.pullModel({ body: name === undefined ? {} : { name } });
    say(jobs.length === 0 ? "Nothing is missing" : `Queued: fetch ${what}`);
  } catch (error) {
    say(`Nothing is fetched: ${errorText(error).title}`, "bad");
    return false;
  }
  for (const key of ["jobs", "job-list", "run-list", "models"])
    void queryClient.invalidateQueries({ queryKey: [key] });
  return true;
}
