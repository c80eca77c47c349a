import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useId, useState, type FormEvent, type ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { Field, Input } from "../../kit/field.tsx";
import { visible } from "../../kit/remote.tsx";
import { tagNamesQuery } from "./queries.ts";

export type TagChange = { add_tags?: string[]; remove_tags?: string[] };

/** Gives tags and takes them off: Enter adds what is written, Enter with nothing written saves. */
export function TagForm({
  title,
  tags,
  onSave,
  onClose,
}: {
  /** What carries them: "Tags of this story". */
  title: string;
  tags: readonly string[];
  onSave: (change: TagChange) => void;
  onClose: () => void;
}): ReactElement {
  const [draft, setDraft] = useState("");
  const [add, setAdd] = useState<readonly string[]>([]);
  const [remove, setRemove] = useState<readonly string[]>([]);
  const list = useId();
  const { data: known = [] } = useQuery(tagNamesQuery);
  const shown = [...tags.filter((tag) => !remove.includes(tag)), ...add];
  const written = fold(draft);
  const take = (tag: string): void => {
    setAdd((now) => (tags.includes(tag) ? now : [...new Set([...now, tag])]));
    setRemove((now) => now.filter((other) => other !== tag));
    setDraft("");
  };
  const drop = (tag: string): void => {
    setAdd((now) => now.filter((other) => other !== tag));
    if (tags.includes(tag)) setRemove((now) => [...now, tag]);
  };
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (written) return take(written);
    if (add.length + remove.length === 0) return onClose();
    onSave({
      ...(add.length > 0 && { add_tags: [...add] }),
      ...(remove.length > 0 && { remove_tags: [...remove] }),
    });
  };
  const offered = known.map(({ tag }) => tag).filter((tag) => !shown.includes(tag));
  return (
    <form onSubmit={save} className="flex flex-col gap-4">
      <Field label="Tag" hint="Enter adds it, and Enter once more saves. Tags are written in small letters.">
        {(props) => (
          <div className="flex gap-2">
            <Input
              {...props}
              autoFocus
              value={draft}
              maxLength={60}
              list={list}
              autoComplete="off"
              onChange={(event) => setDraft(event.target.value)}
            />
            <Button className="!h-9" onClick={() => written && take(written)}>
              Add
            </Button>
          </div>
        )}
      </Field>
      <datalist id={list}>
        {offered.map((tag) => (
          <option key={tag}>{tag}</option>
        ))}
      </datalist>
      <Tags title={title} tags={shown} onPick={drop} isOn />
      <Tags title="In use" tags={offered.slice(0, 12)} onPick={take} />
      <div className="flex justify-end gap-2">
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button kind="primary" type="submit">
          Save
        </Button>
      </div>
    </form>
  );
}

function Tags({
  title,
  tags,
  onPick,
  isOn = false,
}: {
  title: string;
  tags: readonly string[];
  onPick: (tag: string) => void;
  /** They are there, and a press takes them off. */
  isOn?: boolean;
}): ReactElement | null {
  if (tags.length === 0) return null;
  return (
    <div>
      <p className="overline-label mb-1.5">{title}</p>
      <ul className="flex flex-wrap gap-1.5">
        {tags.map((tag) => (
          <li key={tag}>
            <Button
              size="small"
              aria-label={`${isOn ? "Take off" : "Add"} ${visible(tag)}`}
              icon={isOn ? <X size={13} aria-hidden /> : undefined}
              onClick={() => onPick(tag)}
            >
              {visible(tag)}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function fold(text: string): string {
  return text.normalize("NFC").toLowerCase().replace(/\s+/gu, " ").trim();
}
