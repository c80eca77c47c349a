import { useSyncExternalStore } from "react";

export type Theme = "system" | "dark" | "light";

const storage = "cti.theme";
const watchers = new Set<() => void>();

export function readTheme(): Theme {
  const set = document.documentElement.dataset["theme"];
  return set === "dark" || set === "light" ? set : "system";
}

export function setTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  try {
    if (theme === "system") localStorage.removeItem(storage);
    else localStorage.setItem(storage, theme);
  } catch {
    // Without storage the choice holds until the page is closed.
  }
  for (const watcher of watchers) watcher();
}

export function watchTheme(told: () => void): () => void {
  watchers.add(told);
  return () => void watchers.delete(told);
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(watchTheme, readTheme), setTheme];
}
