import { ApiProblem } from "@cti/contract/client";

import { api, type Item } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { errorText } from "../../kit/states.tsx";
import { offerUndo, say } from "../../shell/bar-store.ts";

export type Note = Item<"listNotes">;
export type NoteSubject = Note["subject"];

/** Writes a note; whether that went well. */
export async function addNote(subject: NoteSubject, id: number, text: string): Promise<boolean> {
  try {
    const note = await api.createNote({ body: { subject, subject_id: id, text } });
    again(note);
    offerUndo("Note saved", async () => {
      await api.removeNote({ params: { id: note.id }, ifMatch: note.revision });
      again(note);
    });
    return true;
  } catch (error) {
    say(`The note was not saved: ${errorText(error).title}`, "bad");
    return false;
  }
}

/**
 * Changes a note of one's own, unless it was changed meanwhile: then it gives the note as it is now. null when the
 * server refuses it for another reason.
 */
export async function changeNote(note: Note, text: string): Promise<"saved" | Note | null> {
  try {
    const changed = await api.changeNote({
      params: { id: note.id },
      body: { text },
      ifMatch: note.revision,
    });
    again(note);
    offerUndo("Note changed", async () => {
      await api.changeNote({
        params: { id: note.id },
        body: { text: note.text },
        ifMatch: changed.revision,
      });
      again(note);
    });
    return "saved";
  } catch (error) {
    const now = wasChanged(error) ? await readNote(note.id) : null;
    say(
      now
        ? "The note was not saved: it was changed in the meantime"
        : `The note was not saved: ${errorText(error).title}`,
      "bad",
    );
    return now;
  }
}

/** Removes a note; taken back, it is written again. */
export async function removeNote(note: Note): Promise<void> {
  try {
    await api.removeNote({ params: { id: note.id }, ifMatch: note.revision });
    again(note);
    offerUndo("Note removed", async () => {
      await api.createNote({
        body: { subject: note.subject, subject_id: note.subject_id, text: note.text },
      });
      again(note);
    });
  } catch (error) {
    again(note);
    const why = wasChanged(error) ? "it was changed in the meantime" : errorText(error).title;
    say(`The note was not removed: ${why}`, "bad");
  }
}

function wasChanged(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === "precondition_failed";
}

async function readNote(id: number): Promise<Note | null> {
  return api.getNote({ params: { id } }).catch(() => null);
}

function again({ subject, subject_id }: Note): void {
  void queryClient.invalidateQueries({ queryKey: [subject, subject_id], exact: true });
  void queryClient.invalidateQueries({ queryKey: ["notes"] });
}
