import { Pencil, Trash2 } from "lucide-react";
import { useState, type FormEvent, type ReactElement } from "react";

import { useMe, useRights } from "../../api/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Button, IconButton } from "../../kit/button.tsx";
import { Field, TextArea } from "../../kit/field.tsx";
import { visible } from "../../kit/remote.tsx";
import { Empty } from "../../kit/states.tsx";
import { Time } from "../../kit/time.tsx";
import { addNote, changeNote, removeNote, type Note, type NoteSubject } from "./notes.ts";

/** What people of the tenant wrote beside it, the newest first. */
export function NotesTab({
  subject,
  id,
  notes,
}: {
  subject: NoteSubject;
  id: number;
  notes: readonly Note[];
}): ReactElement {
  const { write } = useRights();
  return (
    <div className="flex max-w-[72ch] flex-col gap-4">
      {write && <NewNote subject={subject} id={id} />}
      {notes.length === 0 && (
        <Empty title="No notes yet">
          {write
            ? "Write down what you found out; everybody of your tenant can read it."
            : "Nobody of your tenant has written anything here."}
        </Empty>
      )}
      {notes.length > 0 && (
        <ul className="flex flex-col">
          {notes.map((note) => (
            <NoteView key={note.id} note={note} />
          ))}
        </ul>
      )}
    </div>
  );
}

function NewNote({ subject, id }: { subject: NoteSubject; id: number }): ReactElement {
  const [text, setText] = useState("");
  const [field, setField] = useState<HTMLTextAreaElement | null>(null);
  useKeys("Notes", { write: { key: "n", label: "Write a note", run: () => field?.focus() } });
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === "") return;
    void addNote(subject, id, text.trim()).then((saved) => saved && setText(""));
  };
  return (
    <form
      onSubmit={save}
      className="flex flex-col gap-2"
      ref={(form) => setField(form?.querySelector("textarea") ?? null)}
    >
      <Field label="New note">
        {(props) => (
          <TextArea
            {...props}
            rows={3}
            maxLength={20_000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      {text.trim() !== "" && (
        <Button kind="primary" type="submit" className="self-start">
          Save note
        </Button>
      )}
    </form>
  );
}

function NoteView({ note }: { note: Note }): ReactElement {
  const me = useMe();
  const { write, administer } = useRights();
  const [draft, setDraft] = useState<string | null>(null);
  const own = write && note.actor === me.user.username;
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (!draft?.trim()) return;
    void changeNote(note, draft.trim()).then((saved) => saved && setDraft(null));
  };
  return (
    <li className="border-t border-line py-3">
      <div className="flex min-h-7 items-center justify-between gap-2 text-small text-muted">
        <p>
          <span className="font-medium text-text">{visible(note.actor)}</span> <Time at={note.created_at} />
          {note.revision > 1 && (
            <>
              , changed <Time at={note.updated_at} />
            </>
          )}
        </p>
        <span className="flex">
          {own && (
            <IconButton
              label="Change this note"
              icon={<Pencil size={14} aria-hidden />}
              className="!size-7"
              onClick={() => setDraft(draft === null ? note.text : null)}
            />
          )}
          {(own || administer) && (
            <IconButton
              label="Remove this note"
              icon={<Trash2 size={14} aria-hidden />}
              className="!size-7"
              onClick={() => void removeNote(note)}
            />
          )}
        </span>
      </div>
      {draft === null ? (
        <p className="mt-1 whitespace-pre-wrap">{visible(note.text)}</p>
      ) : (
        <form onSubmit={save} className="mt-2 flex flex-col gap-2">
          <TextArea
            aria-label="Note"
            autoFocus
            rows={5}
            maxLength={20_000}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
          />
          <div className="flex gap-2">
            <Button kind="primary" type="submit">
              Save
            </Button>
            <Button kind="quiet" onClick={() => setDraft(null)}>
              Cancel
            </Button>
          </div>
        </form>
      )}
    </li>
  );
}
