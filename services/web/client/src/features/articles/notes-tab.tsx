import { useState, type FormEvent, type ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { Field, TextArea } from "../../kit/field.tsx";
import { Empty } from "../../kit/states.tsx";
import { NoteView } from "./note-view.tsx";
import { addNote, type Note, type NoteSubject } from "./notes.ts";

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
