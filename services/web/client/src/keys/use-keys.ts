import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";

import { keysVersion, openLayer, register, watchKeys, type KeyAction } from "./key-store.ts";

/** Keys that work while the component stands. Later registrations win over earlier ones. */
export function useKeys(group: string, actions: Record<string, KeyAction>, on = true): void {
  const [owner] = useState(() => Symbol(group));
  const latest = useRef(actions);
  useLayoutEffect(() => {
    latest.current = actions;
  });
  // Registered again only when what the keys are called changes, not with every render.
  const shape = Object.entries(actions)
    .map(([name, { key, label }]) => `${name}=${key}=${label}`)
    .join("\n");
  useEffect(() => {
    if (!on) return undefined;
    const held = Object.entries(latest.current).map(([name, action]) => [
      name,
      { ...action, run: () => latest.current[name]?.run() },
    ]);
    return register(owner, group, Object.fromEntries(held) as Record<string, KeyAction>);
  }, [owner, group, shape, on]);
}

/** While the component stands, keys of what is below it rest. */
export function useKeyLayer(): void {
  useEffect(openLayer, []);
}

/** Renders again when keys or choices change. */
export function useKeysVersion(): number {
  return useSyncExternalStore(watchKeys, keysVersion);
}
