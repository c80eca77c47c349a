import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { indicatorTypes, nameTypes } from "@cti/contract/entity-words";
import { refang } from "@cti/pipeline/indicators/refang";
import { useDeferredValue, useState, type ReactElement } from "react";

import { api } from "../api/client.ts";
import { entityColour } from "../kit/chip.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { visible } from "../kit/remote.tsx";
import type { Binding } from "../keys/key-store.ts";
import { usePlaces } from "./nav.tsx";

type Choice = { id: string; name: string; kind: string; tone?: string; run: () => void };

/** Search, jump and act from one box. What is pasted defanged is read as what it stands for. */
export function Palette({ bindings, onClose }: { bindings: Binding[]; onClose: () => void }): ReactElement {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const choices = useChoices(text, bindings);
  const current = choices[Math.min(at, choices.length - 1)];
  const pick = (choice: Choice | undefined): void => {
    if (!choice) return;
    onClose();
    choice.run();
  };
  return (
    <Dialog title="Search or jump" open onClose={onClose}>
      <input
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={current && `palette-${current.id}`}
        aria-label="Search or jump"
        placeholder="An article, an indicator, an actor, a page, a command …"
        value={text}
        spellCheck={false}
        autoComplete="off"
        className="h-10 w-full rounded-md border border-line-strong bg-bg px-3"
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (by !== undefined) {
            event.preventDefault();
            setAt((now) => Math.max(0, Math.min(choices.length - 1, now + by)));
          }
          if (event.key === "Enter") pick(current);
        }}
      />
      <ul id="palette-list" role="listbox" aria-label="Choices" className="mt-2 flex flex-col">
        {choices.map((choice) => (
          <li
            key={choice.id}
            id={`palette-${choice.id}`}
            role="option"
            aria-selected={choice === current}
            onClick={() => pick(choice)}
            onKeyDown={() => undefined}
            className={`flex cursor-pointer items-baseline justify-between gap-4 rounded-md px-2.5 py-1.5 ${choice === current ? "bg-selected" : "hover:bg-hover"}`}
          >
            <span className="truncate">{choice.name}</span>
            <span className={`shrink-0 text-tiny ${choice.tone ?? "text-faint"}`}>{choice.kind}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function useChoices(text: string, bindings: Binding[]): Choice[] {
  const navigate = useNavigate();
  const places = usePlaces();
  const wanted = useDeferredValue(refang(text));
  const { data } = useQuery({
    queryKey: ["palette", wanted],
    queryFn: ({ signal }) =>
      api.listEntities({
        query: { matching: wanted.slice(0, 200), type: [...nameTypes, ...indicatorTypes], limit: 8 },
        signal,
      }),
    enabled: wanted.length >= 2,
  });
  const like = (name: string): boolean => name.toLowerCase().includes(text.trim().toLowerCase());
  const found = wanted.length >= 2 ? (data?.items ?? []) : [];
  const entities = found.map(({ id, type, value, label }): Choice => ({
    id: `e${id}`,
    name: visible(label ?? value),
    kind: type.replaceAll("_", " "),
    tone: entityColour(type),
    run: () => void navigate({ to: "/entities/$id", params: { id: String(id) } }),
  }));
  const search: Choice[] = wanted
    ? [
        {
          id: "search",
          name: `Search articles for ${visible(wanted)}`,
          kind: "search",
          run: () => void navigate({ to: "/articles", search: { q: wanted } }),
        },
      ]
    : [];
  const pages = [...places.analyse, ...places.operate]
    .filter(({ name }) => like(name))
    .map(({ name, to }): Choice => ({
      id: `p${name}`,
      name,
      kind: "page",
      run: () => void navigate({ to }),
    }));
  const actions = bindings
    .filter(({ group, label }) => group !== "Go" && group !== "List" && text && like(label))
    .map(({ id, label, run }): Choice => ({ id: `a${id}`, name: label, kind: "command", run }));
  return [...entities, ...search, ...pages, ...actions].slice(0, 16);
}
