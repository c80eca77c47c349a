import { Pencil, Trash2 } from "lucide-react";
import { useState, type FormEvent, type ReactElement } from "react";

import { useMe, useRights } from "../../api/session.ts";
import { Button, IconButton } from "../../kit/button.tsx";
import { TextArea } from "../../kit/field.tsx";
import { visible } from "../../kit/remote.tsx";
import { Time } from "../../kit/time.tsx";
import { changeNote, removeNote, type Note } from "./notes.ts";

/** A note with who wrote it; its author can change it here. */
export function NoteView({ note }: { note: Note }): ReactElement {
  const me = useMe();
  const { write, administer } = useRights();
  const [editing, setEditing] = useState(false);
  const own = write && note.actor === me.user.username;
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
              onClick={() => setEditing(!editing)}
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
      {editing ? (
        <NoteForm note={note} onClose={() => setEditing(false)} />
      ) : (
        <p className="mt-1 whitespace-pre-wrap">{visible(note.text)}</p>
      )}
    </li>
  );
}

function NoteForm({ note, onClose }: { note: Note; onClose: () => void }): ReactElement {
  const [draft, setDraft] = useState(note.text);
  // The note that the draft is a change of: another one once somebody saved meanwhile.
  const [base, setBase] = useState(note);
  const [theirs, setTheirs] = useState<Note | null>(null);
  const send = async (onto: Note): Promise<void> => {
    if (!draft.trim()) return;
    const answer = await changeNote(onto, draft.trim());
    if (answer === "saved") onClose();
    else if (answer) setTheirs(answer);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void send(base);
  };
  return (
    <form onSubmit={submit} className="mt-2 flex flex-col gap-2">
      <TextArea
        aria-label="Note"
        autoFocus
        rows={5}
        maxLength={20_000}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
      />
      {theirs && (
        <Conflict
          theirs={theirs}
          onTheirs={() => {
            setDraft(theirs.text);
            setBase(theirs);
            setTheirs(null);
          }}
          onMine={() => void send(theirs)}
        />
      )}
      <div className="flex gap-2">
        {!theirs && (
          <Button kind="primary" type="submit">
            Save
          </Button>
        )}
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** Both versions stand there until somebody says which one shall be. */
function Conflict({
  theirs,
  onTheirs,
  onMine,
}: {
  theirs: Note;
  onTheirs: () => void;
  onMine: () => void;
}): ReactElement {
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-md border border-warn p-3">
      <p className="font-medium text-warn">
        This note was changed in the meantime, <Time at={theirs.updated_at} />. It now says:
      </p>
      <p
        role="group"
        aria-label="What it now says"
        tabIndex={0}
        className="max-h-48 overflow-y-auto whitespace-pre-wrap text-muted"
      >
        {visible(theirs.text)}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={onTheirs}>Load that version</Button>
        <Button onClick={onMine}>Save mine over it</Button>
      </div>
    </div>
  );
}
