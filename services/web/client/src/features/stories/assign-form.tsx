import { useState, type FormEvent, type ReactElement } from "react";

import { queryClient } from "../../api/query-client.ts";
import { useMe } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { Field, Input } from "../../kit/field.tsx";
import type { Change } from "./marks.ts";
import type { StoryLine } from "./queries.ts";
import type { Target } from "./use-story-actions.tsx";

/** Who looks into it: Enter takes it oneself. */
export function AssignForm({
  targets,
  onMark,
}: {
  targets: readonly Target[];
  onMark: (change: Change, done: string) => void;
}): ReactElement {
  const { username } = useMe().user;
  const [name, setName] = useState(username);
  const isAssigned = targets.some(({ marks }) => marks?.assignee);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const assignee = name.trim().replace(/^@/, "");
    if (assignee) onMark({ assignee }, `Assigned to ${assignee}:`);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Person" hint="A user name. Yours stands here already: Enter assigns to you.">
        {(props) => (
          <Input
            {...props}
            autoFocus
            required
            list="known-people"
            value={name}
            maxLength={100}
            spellCheck={false}
            autoComplete="off"
            onFocus={(event) => event.target.select()}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <datalist id="known-people">
        {assigneesSeen().map((person) => (
          <option key={person}>{person}</option>
        ))}
      </datalist>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" kind="primary">
          {name.trim() === username ? "Assign to me" : "Assign"}
        </Button>
        {isAssigned && <Button onClick={() => onMark({ assignee: null }, "Nobody has now:")}>Nobody</Button>}
      </div>
    </form>
  );
}

/** The list of users is for admins: what others may pick are the names that stories bear already. */
function assigneesSeen(): string[] {
  const lists = queryClient.getQueriesData<{ pages?: { items: StoryLine[] }[] }>({ queryKey: ["stories"] });
  const names = lists.flatMap(([, data]) =>
    (data?.pages ?? []).flatMap(({ items }) => items.flatMap(({ assignee }) => assignee ?? [])),
  );
  return [...new Set(names)].sort();
}
