/** What a key does. Its id is `<group in lower case>.<name>`. */
export type KeyAction = { key: string; label: string; run: () => void };

export type Binding = KeyAction & { id: string; group: string; layer: number };

type Choices = { on: boolean; keys: Record<string, string> };

const storage = "cti.keys";
const bindings = new Map<symbol, Binding[]>();
const watchers = new Set<() => void>();
let layer = 0;
let choices: Choices = readChoices();
let version = 0;

function readChoices(): Choices {
  try {
    const text = localStorage.getItem(storage);
    if (text) return { on: true, keys: {}, ...(JSON.parse(text) as Partial<Choices>) };
  } catch {
    // Without storage the defaults hold.
  }
  return { on: true, keys: {} };
}

function changed(): void {
  version += 1;
  for (const watcher of watchers) watcher();
}

export function watchKeys(told: () => void): () => void {
  watchers.add(told);
  return () => void watchers.delete(told);
}

/** Goes up with each change of bindings or choices. */
export function keysVersion(): number {
  return version;
}

export function register(owner: symbol, group: string, actions: Record<string, KeyAction>): () => void {
  const id = (name: string): string => `${group.toLowerCase()}.${name}`;
  bindings.set(
    owner,
    Object.entries(actions).map(([name, action]) => ({ ...action, id: id(name), group, layer })),
  );
  for (const { id, key, label } of bindings.get(owner) ?? []) known.set(id, { key, label, group });
  changed();
  return () => {
    bindings.delete(owner);
    changed();
  };
}

/** Every action seen since the page was opened, for the settings of keys. */
export const known = new Map<string, { key: string; label: string; group: string }>();

/** Opens a layer: keys of the layers below rest until it is closed. */
export function openLayer(): () => void {
  layer += 1;
  changed();
  return () => {
    layer -= 1;
    changed();
  };
}

/** What works now, the newest registration first. */
function activeBindings(): Binding[] {
  return [...bindings.values()]
    .reverse()
    .flat()
    .filter((binding) => binding.layer === layer);
}

/** One line per action: the newest registration of an id wins. */
export function bindingsNow(): Binding[] {
  const seen = new Map<string, Binding>();
  for (const binding of activeBindings()) if (!seen.has(binding.id)) seen.set(binding.id, binding);
  return [...seen.values()];
}

export function keyOf({ id, key }: { id: string; key: string }): string {
  return choices.keys[id] ?? key;
}

/** `g t`, `⌘K`: how a key is shown. null while keys are switched off or the action has none. */
export function keyHint(id: string): string | null {
  const key = choices.keys[id] ?? known.get(id)?.key;
  return choices.on && key ? showKey(key) : null;
}

export function showKey(key: string): string {
  const mac = navigator.platform.startsWith("Mac");
  return key.replace("mod+", mac ? "⌘" : "Ctrl ").replace("Shift+", "⇧");
}

export function keyChoices(): Choices {
  return choices;
}

export function chooseKeys(next: Choices): void {
  choices = next;
  try {
    localStorage.setItem(storage, JSON.stringify(next));
  } catch {
    // Without storage the choice holds until the page is closed.
  }
  changed();
}

let pending = "";
let pendingSince = 0;

/** Runs what a key press means; true when it meant something. */
export function press(event: KeyboardEvent): boolean {
  const stroke = strokeOf(event);
  if (!stroke || (isTyping(event) && !stroke.startsWith("mod+"))) return false;
  if (!choices.on && !stroke.startsWith("mod+")) return false;
  const since = event.timeStamp - pendingSince;
  const sequence = pending && since < 1_200 ? `${pending} ${stroke}` : stroke;
  const active = activeBindings();
  const hit =
    active.find((binding) => keyOf(binding) === sequence) ??
    active.find((binding) => keyOf(binding) === stroke);
  pending = "";
  if (hit) {
    hit.run();
    return true;
  }
  if (active.some((binding) => keyOf(binding).startsWith(`${stroke} `))) {
    pending = stroke;
    pendingSince = event.timeStamp;
  }
  return false;
}

/** `j`, `Shift+x`, `mod+k`, `?`: one key press as bindings write it. */
export function strokeOf(event: KeyboardEvent): string | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (altKey || key === "Shift" || key === "Control" || key === "Meta") return null;
  if (ctrlKey || metaKey) return `mod+${key.toLowerCase()}`;
  const isLetter = /^[a-z]$/i.test(key);
  return shiftKey && isLetter ? `Shift+${key.toLowerCase()}` : key;
}

function isTyping({ target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type);
}
