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

/** Changes a note of one's own, unless it was changed meanwhile. */
export async function changeNote(note: Note, text: string): Promise<boolean> {
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
    return true;
  } catch (error) {
    say(`The note was not changed: ${errorText(error).title}`, "bad");
    return false;
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
    say(`The note was not removed: ${errorText(error).title}`, "bad");
  }
}

function again({ subject, subject_id }: Note): void {
  void queryClient.invalidateQueries({ queryKey: [subject, subject_id], exact: true });
  void queryClient.invalidateQueries({ queryKey: ["notes"] });
}
