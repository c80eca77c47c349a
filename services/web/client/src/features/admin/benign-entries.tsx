import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";

import { api, type Item } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { Field, Input, Select } from "../../kit/field.tsx";
import { plural } from "../../kit/number.ts";
import { Panel } from "../../kit/page.tsx";
import { visible } from "../../kit/remote.tsx";
import { Empty, errorText, Loaded } from "../../kit/states.tsx";
import { Table, type Column } from "../../kit/table.tsx";
import { Time } from "../../kit/time.tsx";
import { offerUndo, say } from "../../shell/bar-store.ts";
import { benignQuery } from "./queries.ts";

type Entry = Item<"listBenign">;

const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ["benign"] });

/** What the tenant knows as harmless: never an indicator again, but still there. */
export function BenignEntries(): ReactElement {
  const entries = useInfiniteQuery(benignQuery);
  const { write } = useRights();
  const columns: Column<Entry>[] = [
    {
      name: "Value",
      cell: ({ value }) => <span className="font-mono text-[0.875rem]">{visible(value)}</span>,
    },
    { name: "Holds for", cell: ({ match, type }) => `${matches[match] ?? match}${type ? ` · ${type}` : ""}` },
    { name: "Only in", cell: ({ source }) => source ?? "all sources", wide: true },
    { name: "Why", cell: ({ note }) => (note ? visible(note) : "–"), wide: true },
    { name: "By", cell: ({ actor }) => visible(actor), wide: true },
    { name: "Since", cell: ({ created_at: at }) => <Time at={at} /> },
    ...(write
      ? [
          {
            name: "Take back",
            cell: (entry: Entry) => (
              <Button size="small" onClick={() => void takeBack(entry)}>
                Remove
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      {write && <AddBenign />}
      <Loaded query={entries}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return (
            <Panel flush title="Benign entries">
              {items.length === 0 ? (
                <Empty title="Nothing is on the list yet">
                  Reject an indicator in an article, or add a value here. The warning lists that every
                  installation has are used beside it.
                </Empty>
              ) : (
                <Table label="Benign entries" columns={columns} rows={items} keyOf={({ id }) => id} />
              )}
              {entries.hasNextPage && (
                <div className="p-3">
                  <Button onClick={() => void entries.fetchNextPage()}>More</Button>
                </div>
              )}
            </Panel>
          );
        }}
      </Loaded>
    </>
  );
}

const matches: Record<string, string> = {
  exact: "this value",
  domain: "this domain and all below it",
  cidr: "this range",
  prefix: "all that begin so",
};

async function takeBack({ id, value, match, type, source, note }: Entry): Promise<void> {
  try {
    await api.removeBenign({ params: { id } });
    await refresh();
    offerUndo(`${visible(value)} is no longer benign`, async () => {
      const body = { value, match, type, source, note } as Parameters<typeof api.addBenign>[0]["body"];
      await api.addBenign({ body });
      await refresh();
    });
  } catch (error) {
    say(errorText(error).title, "bad");
  }
}

type Match = "exact" | "domain" | "cidr" | "prefix";

function AddBenign(): ReactElement {
  const [value, setValue] = useState("");
  const [match, setMatch] = useState<Match>("exact");
  const [note, setNote] = useState("");
  const add = useMutation({
    mutationFn: () => api.addBenign({ body: { value, match, ...(note && { note }) } }),
    onSuccess: async (added) => {
      setValue("");
      setNote("");
      await refresh();
      offerUndo(
        `${visible(added.value)} is benign now, in ${plural(added.articles, "article")}`,
        async () => {
          await api.removeBenign({ params: { id: added.id } });
          await refresh();
        },
      );
    },
  });
  return (
    <form
      className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[2fr_auto_2fr_auto]"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <Field label="Value, defanged or not" error={add.error && errorText(add.error).title}>
        {(control) => (
          <Input
            {...control}
            required
            className="font-mono"
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        )}
      </Field>
      <Field label="Holds for">
        {(control) => (
          <Select
            {...control}
            options={Object.entries(matches)}
            value={match}
            onChange={(event) => setMatch(event.target.value as Match)}
          />
        )}
      </Field>
      <Field label="Why">
        {(control) => (
          <Input
            {...control}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" kind="primary" className="!h-9" disabled={add.isPending}>
        Add
      </Button>
    </form>
  );
}
