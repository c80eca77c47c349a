import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { Checkbox, Field, Input, TextArea } from "../../kit/field.tsx";
import { visible } from "../../kit/remote.tsx";
import { errorText } from "../../kit/states.tsx";
import { refangSearch, type ArticleFilters } from "../articles/article-search.ts";
import { parsedQuery, sortOf } from "../articles/queries.ts";
import { changeSearch, createSearch } from "./change-searches.ts";
import type { SavedSearch } from "./queries.ts";
import { describeView, filtersOf, viewOf } from "./saved-search.ts";

/** Keeps the filters of a list under a name, or changes what was kept. */
export function SearchForm({
  search,
  filters = search ? filtersOf(search) : {},
  onClose,
}: {
  /** What is changed; without it a new one is made. */
  search?: SavedSearch;
  filters?: ArticleFilters;
  onClose: () => void;
}): ReactElement {
  const [name, setName] = useState(search?.name ?? "");
  const [query, setQuery] = useState(refangSearch(filters.q ?? ""));
  const [team, setTeam] = useState(search?.visibility === "team");
  const [error, setError] = useState<string | null>(null);
  const { data: parsed } = useQuery(parsedQuery(query));
  const problem = query === "" ? undefined : parsed?.problems[0];
  const view = viewOf(filters);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const visibility = team ? "team" : "private";
    try {
      if (search) await changeSearch(search, { name: name.trim(), query, visibility });
      else await createSearch({ name: name.trim(), query, visibility, sort: sortOf(filters.sort), view });
      onClose();
    } catch (failed) {
      setError(errorText(failed).title);
    }
  };
  return (
    <Dialog title={search ? "Change search" : "Save search"} open onClose={onClose}>
      <form onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
        <Field label="Name" error={error}>
          {(props) => (
            <Input
              {...props}
              autoFocus
              required
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Search"
          hint={describeView(view) ? `With the filters: ${describeView(view)}` : "Empty finds all articles"}
          error={problem && `${visible(problem.message)} (${visible(problem.hint)})`}
        >
          {(props) => (
            <TextArea
              {...props}
              rows={2}
              spellCheck={false}
              className="font-mono text-[0.875rem]"
              maxLength={4_000}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
          )}
        </Field>
        <Checkbox
          label="For the team"
          hint="Everybody of your tenant sees it; you and admins can change it."
          checked={team}
          onChange={(event) => setTeam(event.target.checked)}
        />
        <div className="flex justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit">
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
