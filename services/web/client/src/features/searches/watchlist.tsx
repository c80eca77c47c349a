import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useState, type FormEvent, type ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { Button, IconButton } from "../../kit/button.tsx";
import { Field, Input, Select } from "../../kit/field.tsx";
import { Remote, visible } from "../../kit/remote.tsx";
import { Empty, errorText, Loaded } from "../../kit/states.tsx";
import { Table } from "../../kit/table.tsx";
import { Time } from "../../kit/time.tsx";
import { addWatch, removeWatch, type NewWatch } from "./change-searches.ts";
import { watchesQuery, type Watch } from "./queries.ts";
import { searchForWatch } from "./search-for-watch.ts";

type Kind = Watch["kind"];

const kinds: readonly (readonly [Kind, string])[] = [
  ["term", "Words"],
  ["entity", "Actor, malware, indicator …"],
  ["product", "Product"],
  ["vendor", "Vendor"],
  ["sector", "Sector"],
  ["country", "Country"],
];

const weights = [
  ["0.5", "a little"],
  ["1", "as usual"],
  ["2", "much"],
  ["5", "most of all"],
] as const;

/** What the tenant watches: what speaks of it ranks higher and says so. */
export function Watchlist(): ReactElement {
  const query = useQuery(watchesQuery);
  const { write } = useRights();
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-muted">
        Articles and stories that speak of what you watch rank higher and say so. Triage can show them alone:{" "}
        <Link to="/" search={{ watched: "true" }} className="text-accent underline underline-offset-2">
          stories on the watchlist
        </Link>
        .
      </p>
      {write && <NewWatch watches={query.data ?? []} />}
      <Loaded query={query}>
        {(watches) =>
          watches.length === 0 ? (
            <Empty title="Nothing is watched yet">
              {write
                ? "Name the products, vendors, sectors and countries that matter to you."
                : "Analysts choose what is watched."}
            </Empty>
          ) : (
            <Watches watches={watches} />
          )
        }
      </Loaded>
    </div>
  );
}

function NewWatch({ watches }: { watches: readonly Watch[] }): ReactElement {
  const [kind, setKind] = useState<Kind>("product");
  const [value, setValue] = useState("");
  const [weight, setWeight] = useState("1");
  const [note, setNote] = useState("");
  const [error, setError] = useState<string | null>(null);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const body: NewWatch = {
      kind,
      value: value.trim(),
      weight: Number(weight),
      ...(note.trim() && { note: note.trim() }),
    };
    const before = watches.find((watch) => watch.kind === kind && watch.value === body.value);
    try {
      await addWatch(body, before);
      setValue("");
      setNote("");
      setError(null);
    } catch (failed) {
      setError(errorText(failed).title);
    }
  };
  return (
    <form onSubmit={(event) => void save(event)} className="flex flex-wrap items-start gap-3">
      <Field label="Kind">
        {(props) => (
          <Select
            {...props}
            value={kind}
            options={kinds}
            onChange={(event) => setKind(event.target.value as Kind)}
          />
        )}
      </Field>
      <div className="min-w-48 flex-1 basis-60">
        <Field label="What to watch" error={error}>
          {(props) => (
            <Input
              {...props}
              required
              maxLength={200}
              placeholder={placeholders[kind]}
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Field label="Matters">
        {(props) => (
          <Select
            {...props}
            value={weight}
            options={weights}
            onChange={(event) => setWeight(event.target.value)}
          />
        )}
      </Field>
      <div className="min-w-48 flex-1 basis-48">
        <Field label="Note">
          {(props) => (
            <Input
              {...props}
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Button kind="primary" type="submit" className="!h-9 sm:mt-[1.43rem]">
        Watch
      </Button>
    </form>
  );
}

const placeholders: Record<Kind, string> = {
  term: "device code phishing",
  entity: "Lumma Stealer",
  product: "FortiOS",
  vendor: "Ivanti",
  sector: "healthcare",
  country: "Switzerland",
};

function Watches({ watches }: { watches: readonly Watch[] }): ReactElement {
  const { write } = useRights();
  return (
    <Table
      label="What is watched"
      rows={watches.toSorted((a, b) => a.value.localeCompare(b.value))}
      keyOf={({ id }) => id}
      columns={[
        {
          name: "What",
          cell: (watch) => (
            <Link
              to="/articles"
              search={{ q: searchForWatch(watch) }}
              className="font-medium hover:underline"
            >
              {visible(watch.value)}
            </Link>
          ),
        },
        { name: "Kind", cell: ({ kind }) => (kind === "term" ? "words" : kind) },
        {
          name: "Matters",
          cell: ({ weight }) => (
            <span title={`weight ${weight}`}>
              {weights.find(([value]) => Number(value) === weight)?.[1] ?? `× ${weight}`}
            </span>
          ),
        },
        {
          name: "Note",
          cell: ({ note }) => (
            <span className="text-muted">
              <Remote text={note ?? ""} />
            </span>
          ),
          wide: true,
        },
        { name: "Since", cell: ({ created_at }) => <Time at={created_at} />, wide: true },
        ...(write
          ? [
              {
                name: "Remove",
                right: true,
                cell: (watch: Watch) => (
                  <IconButton
                    label={`Stop watching ${visible(watch.value)}`}
                    icon={<Trash2 size={15} aria-hidden />}
                    className="!size-7"
                    onClick={() => void removeWatch(watch)}
                  />
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
