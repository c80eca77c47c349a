import { useState, type FormEvent, type ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { Field, TextArea } from "../../kit/field.tsx";
import { addNote, type NoteSubject } from "./notes.ts";

/** A note about a stretch of the text. */
export function NoteDialog({
  subject,
  id,
  text: given,
  onClose,
}: {
  subject: NoteSubject;
  id: number;
  text: string;
  onClose: () => void;
}): ReactElement {
  const [text, setText] = useState(given);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === "") return;
    void addNote(subject, id, text.trim()).then((saved) => saved && onClose());
  };
  return (
    <Dialog title="Note" open onClose={onClose}>
      <form onSubmit={save} className="flex flex-col gap-4">
        <Field label="Note" hint="For everybody of your tenant">
          {(props) => (
            <TextArea
              {...props}
              autoFocus
              rows={8}
              maxLength={20_000}
              value={text}
              onFocus={({ target }) => target.setSelectionRange(target.value.length, target.value.length)}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit">
            Save note
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
