import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useId, useState, type FormEvent, type ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { Field, Input } from "../../kit/field.tsx";
import { visible } from "../../kit/remote.tsx";
import { triageArticles, type Subjects } from "./article-triage.ts";
import { tagNamesQuery } from "./queries.ts";

/** Gives tags, and takes them off one article: of a selection nobody knows which carry which. */
export function LabelDialog({
  subjects,
  tags,
  onClose,
}: {
  subjects: Subjects;
  /** What one article carries; null for a selection. */
  tags: readonly string[] | null;
  onClose: () => void;
}): ReactElement {
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const [draft, setDraft] = useState("");
  const list = useId();
  const { data: known = [] } = useQuery(tagNamesQuery);
  const written = fold(draft);
  const take = (): void => {
    if (written) setAdd((now) => [...new Set([...now, written])]);
    setDraft("");
  };
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const all = [...new Set(written ? [...add, written] : add)];
    if (all.length === 0 && remove.length === 0) return onClose();
    void triageArticles(subjects, { add_tags: all, remove_tags: remove }, "Labelled");
    onClose();
  };
  const offered = known.filter(({ tag }) => !add.includes(tag) && !tags?.includes(tag)).slice(0, 12);
  return (
    <Dialog title="Label" open onClose={onClose}>
      <form onSubmit={save} className="flex flex-col gap-4">
        <Field label="Tag" hint="Enter adds one more; tags are written in small letters">
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
                onKeyDown={(event) => {
                  if (event.key !== "Enter" || !written) return;
                  event.preventDefault();
                  take();
                }}
              />
              <Button className="!h-9" onClick={take}>
                Add
              </Button>
            </div>
          )}
        </Field>
        <datalist id={list}>
          {known.map(({ tag }) => (
            <option key={tag}>{tag}</option>
          ))}
        </datalist>
        <Tags
          label={tags ? "Tags of this article" : "Tags to add"}
          tags={[...(tags ?? []).filter((tag) => !remove.includes(tag)), ...add]}
          onRemove={(tag) => {
            setAdd((now) => now.filter((other) => other !== tag));
            if (tags?.includes(tag)) setRemove((now) => [...now, tag]);
          }}
        />
        {offered.length > 0 && (
          <div>
            <p className="overline-label mb-1.5">In use</p>
            <div className="flex flex-wrap gap-1.5">
              {offered.map(({ tag }) => (
                <Button key={tag} size="small" onClick={() => setAdd((now) => [...now, tag])}>
                  {visible(tag)}
                </Button>
              ))}
            </div>
          </div>
        )}
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

function Tags({
  label,
  tags,
  onRemove,
}: {
  label: string;
  tags: readonly string[];
  onRemove: (tag: string) => void;
}): ReactElement | null {
  if (tags.length === 0) return null;
  return (
    <div>
      <p className="overline-label mb-1.5">{label}</p>
      <ul className="flex flex-wrap gap-1.5">
        {tags.map((tag) => (
          <li key={tag}>
            <Button
              size="small"
              aria-label={`Take off ${visible(tag)}`}
              icon={<X size={13} aria-hidden />}
              onClick={() => onRemove(tag)}
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
