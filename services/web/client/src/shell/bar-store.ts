/** What the bar at the bottom says, and what can be taken back. */
export type Message = { id: number; text: string; tone: "plain" | "bad"; undo: (() => Promise<void>) | null };

const watchers = new Set<() => void>();
let message: Message | null = null;
let undos: Message[] = [];
let next = 1;

function show(shown: Message | null): void {
  message = shown;
  for (const watcher of watchers) watcher();
}

export function watchBar(told: () => void): () => void {
  watchers.add(told);
  return () => void watchers.delete(told);
}

export function currentMessage(): Message | null {
  return message;
}

/** Tells what happened; a screen reader reads it out. */
export function say(text: string, tone: Message["tone"] = "plain"): void {
  show({ id: next++, text, tone, undo: null });
}

/** Tells what was done and how it is taken back: by the button, or by `z`, the last first. */
export function offerUndo(text: string, undo: () => Promise<void>): void {
  const offered: Message = { id: next++, text, tone: "plain", undo };
  undos = [...undos.slice(-49), offered];
  show(offered);
}

/** Takes the last thing back; says so when there is nothing. */
export async function undoLast(): Promise<void> {
  const last = undos.at(-1);
  if (!last) return say("There is nothing to undo");
  await undoThis(last);
}

export async function undoThis(done: Message): Promise<void> {
  if (!done.undo || !undos.includes(done)) return;
  undos = undos.filter((other) => other !== done);
  try {
    await done.undo();
    say(`Undone: ${done.text}`);
  } catch (error) {
    say(`Could not be undone: ${(error as Error).message}`, "bad");
  }
}

export function dismissMessage(): void {
  show(null);
}
