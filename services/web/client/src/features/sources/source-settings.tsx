import { ApiProblem } from "@cti/contract/client";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";

import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { Button } from "../../kit/button.tsx";
import { Panel } from "../../kit/page.tsx";
import { visible } from "../../kit/remote.tsx";
import { errorText } from "../../kit/states.tsx";
import { offerUndo } from "../../shell/bar-store.ts";
import { readSourcesAgain } from "./actions.ts";
import { sourceQuery, type Source } from "./queries.ts";
import { ReadingFields, WhatItIsFields } from "./settings-fields.tsx";
import { RemoveSource } from "./remove-source.tsx";
import { SettingsConflict } from "./settings-conflict.tsx";
import { changedFields, changeFor, draftOf, type Draft } from "./settings-draft.ts";

/** What people decide about a source. It is saved over the version that they have read, and over no other. */
export function SourceSettings({ source }: { source: Source }): ReactElement {
  // What the form was filled with: the page may have read a newer version since.
  const [base, setBase] = useState(source);
  const [draft, setDraft] = useState(() => draftOf(source));
  const [theirs, setTheirs] = useState<Source | null>(null);
  const fields = changedFields(draftOf(base), draft);
  const start = (from: Source): void => {
    setBase(from);
    setDraft(draftOf(from));
    setTheirs(null);
  };
  const save = useMutation({
    mutationFn: (over: Source) =>
      api.changeSource({ params: { id: base.id }, body: changeFor(draft, fields), ifMatch: over.revision }),
    onSuccess: (saved) => {
      queryClient.setQueryData(sourceQuery(saved.id).queryKey, saved);
      readSourcesAgain();
      tellSaved(base, saved, fields, start);
      start(saved);
    },
    onError: async (error) => {
      if (error instanceof ApiProblem && error.status === 412)
        setTheirs(await api.getSource({ params: { id: base.id } }));
    },
  });
  const set = (change: Partial<Draft>): void => setDraft((old) => ({ ...old, ...change }));
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(theirs ?? base);
        }}
      >
        <Panel title="What it is">
          <WhatItIsFields draft={draft} set={set} />
        </Panel>
        <Panel title="How it is read">
          <ReadingFields draft={draft} set={set} />
        </Panel>
        {theirs ? (
          <SettingsConflict
            base={draftOf(base)}
            mine={draft}
            theirs={draftOf(theirs)}
            busy={save.isPending}
            onMine={() => save.mutate(theirs)}
            onTheirs={() => start(theirs)}
          />
        ) : (
          save.error && (
            <p role="alert" className="text-bad">
              {errorText(save.error).title} {errorText(save.error).detail}
            </p>
          )
        )}
        {!theirs && (
          <div className="flex items-center gap-2">
            <Button type="submit" kind="primary" disabled={fields.length === 0 || save.isPending}>
              Save
            </Button>
            {fields.length > 0 && <Button onClick={() => start(base)}>Discard changes</Button>}
          </div>
        )}
      </form>
      <RemoveSource source={source} />
    </div>
  );
}

function tellSaved(
  before: Source,
  saved: Source,
  fields: readonly (keyof Draft)[],
  start: (from: Source) => void,
): void {
  offerUndo(`Saved ${visible(saved.name)}`, async () => {
    const again = await api.changeSource({
      params: { id: saved.id },
      body: changeFor(draftOf(before), fields),
      ifMatch: saved.revision,
    });
    queryClient.setQueryData(sourceQuery(saved.id).queryKey, again);
    readSourcesAgain();
    start(again);
  });
}
