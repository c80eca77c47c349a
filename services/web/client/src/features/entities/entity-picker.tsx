import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useId, useState, type ReactElement } from "react";

import { api } from "../../api/client.ts";
import { IconButton } from "../../kit/button.tsx";
import { Remote, visible } from "../../kit/remote.tsx";
import { typeName } from "../../kit/type-name.ts";
import { shownName } from "./entity-columns.tsx";
import type { EntityRow } from "./queries.ts";
import { useEntity } from "./use-entity.ts";

/** Picks an actor or what it uses, by a part of the name. What is picked stands as a word that can be taken away. */
export function EntityPicker({
  label,
  picked,
  onPick,
}: {
  label: string;
  picked: number | null;
  onPick: (id: number | null) => void;
}): ReactElement {
  if (picked !== null) return <Picked label={label} id={picked} onClear={() => onPick(null)} />;
  return <Choose label={label} onPick={onPick} />;
}

function Picked({ label, id, onClear }: { label: string; id: number; onClear: () => void }): ReactElement {
  const entity = useEntity(id);
  return (
    <span className="inline-flex h-8 max-w-full items-center gap-1 rounded-md border border-transparent bg-accent-soft pr-1 pl-2.5 text-[0.875rem] text-accent">
      <span className="truncate">{entity ? <Remote text={shownName(entity)} /> : `…`}</span>
      <IconButton
        label={`${label}: any`}
        icon={<X size={14} aria-hidden />}
        className="!size-6 shrink-0"
        onClick={onClear}
      />
    </span>
  );
}

function Choose({ label, onPick }: { label: string; onPick: (id: number) => void }): ReactElement {
  const list = useId();
  const [text, setText] = useState("");
  const [asked, setAsked] = useState(false);
  const { data } = useQuery({
    queryKey: ["entities", "picker", text],
    queryFn: ({ signal }) =>
      api.listEntities({
        query: {
          type: ["actor", "malware", "ransomware", "tool"],
          sort: "mentioned_in",
          limit: 30,
          ...(text && { matching: text.slice(0, 200) }),
        },
        signal,
      }),
    enabled: asked,
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
  const options = (data?.items ?? []).map((row) => ({ id: row.id, name: optionName(row) }));
  const take = (name: string): boolean => {
    const hit = options.find((option) => option.name === name);
    if (hit) onPick(hit.id);
    return hit !== undefined;
  };
  return (
    <>
      <input
        aria-label={label}
        placeholder={label}
        list={list}
        value={text}
        spellCheck={false}
        autoComplete="off"
        className="h-8 w-44 rounded-md border border-line bg-bg px-2.5 text-[0.875rem] text-text"
        onFocus={() => setAsked(true)}
        onChange={(event) => {
          if (!take(event.target.value)) setText(event.target.value);
        }}
        onKeyDown={(event) => {
          const [first] = options;
          if (event.key === "Enter" && text && first) onPick(first.id);
        }}
      />
      <datalist id={list}>
        {options.map(({ id, name }) => (
          <option key={id} value={name}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}

function optionName(row: EntityRow): string {
  return `${visible(row.value)} (${typeName(row.type)})`;
}
