import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";

import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { Field, Input } from "../../kit/field.tsx";
import { plural } from "../../kit/number.ts";
import { Panel } from "../../kit/page.tsx";
import { visible } from "../../kit/remote.tsx";
import { errorText } from "../../kit/states.tsx";
import { offerUndo, say } from "../../shell/bar-store.ts";
import { readSourcesAgain } from "./actions.ts";
import type { Source } from "./queries.ts";
import { changeFor, draftOf } from "./settings-draft.ts";

/** The end of following a source: with its articles kept it can be undone, with them deleted it cannot. */
export function RemoveSource({ source }: { source: Source }): ReactElement {
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: (purge: boolean) =>
      api.removeSource({
        params: { id: source.id },
        query: purge ? { purge: true, confirm: source.slug } : {},
      }),
    onSuccess: async ({ articles }, purge) => {
      await navigate({ to: "/ops/sources" });
      queryClient.removeQueries({ queryKey: ["source", source.id] });
      readSourcesAgain();
      const name = visible(source.name);
      if (purge) return say(`Deleted ${name} with ${plural(articles, "article")}`);
      offerUndo(`${name} is not followed any more`, () => followAgain(source));
    },
    onError: (error) => say(errorText(error).title, "bad"),
  });
  return (
    <Panel title="Stop following it">
      <p className="text-muted">
        {source.articles > 0
          ? `Its ${plural(source.articles, "article")} can stay, or go with it for good.`
          : "It has no articles."}
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button disabled={remove.isPending} onClick={() => remove.mutate(false)}>
          {source.articles > 0 ? "Stop, keep the articles" : "Stop following"}
        </Button>
        {source.articles > 0 && (
          <Button className="!text-bad" onClick={() => setAsking(true)}>
            Delete with its articles …
          </Button>
        )}
      </div>
      {asking && (
        <ConfirmPurge
          source={source}
          busy={remove.isPending}
          onYes={() => remove.mutate(true)}
          onClose={() => setAsking(false)}
        />
      )}
    </Panel>
  );
}

function ConfirmPurge({
  source,
  busy,
  onYes,
  onClose,
}: {
  source: Source;
  busy: boolean;
  onYes: () => void;
  onClose: () => void;
}): ReactElement {
  const [typed, setTyped] = useState("");
  return (
    <Dialog title="Delete with its articles" open onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onYes();
        }}
      >
        <p>
          {visible(source.name)} and its {plural(source.articles, "article")} are deleted for good, with what
          people noted on them. This cannot be undone.
        </p>
        <Field label={`Write ${source.slug} to delete it`}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
          )}
        </Field>
        <div className="flex gap-2">
          <Button type="submit" kind="danger" disabled={typed !== source.slug || busy}>
            Delete {plural(source.articles, "article")}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The server gives its articles back to a source that is followed again. */
async function followAgain(source: Source): Promise<void> {
  if (source.kind === "file") throw new Error("files are followed from the command line of the server");
  const draft = draftOf(source);
  const change = changeFor(draft, ["name", "tier", "weight", "tags", "interval"]);
  const again = await api.createSource({
    body: { ...change, url: source.url, kind: source.kind, slug: source.slug },
  });
  await api.changeSource({
    params: { id: again.id },
    body: {
      ...changeFor(draft, ["note", "include", "exclude", "selectors", "userAgent", "ignoreRobots"]),
      ...(!source.enabled && { enabled: false }),
    },
    ifMatch: again.revision,
  });
  readSourcesAgain();
}
