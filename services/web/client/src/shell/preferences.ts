import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { api, type Answer } from "../api/client.ts";
import { useMe } from "../api/session.ts";
import { chooseKeys, keyChoices, watchKeys } from "../keys/key-store.ts";
import { readTheme, setTheme, watchTheme } from "./theme.ts";

const preferencesQuery = {
  queryKey: ["preferences"],
  queryFn: ({ signal }: { signal: AbortSignal }) => api.getPreferences({ signal }),
  staleTime: Infinity,
};

/** Theme and keys follow the person from browser to browser: the server's word holds, then each change is sent to it. */
export function usePreferences(): void {
  const { user } = useMe();
  const { data } = useQuery({ ...preferencesQuery, enabled: !user.must_change_password });
  const applied = useRef(false);
  useEffect(() => {
    if (!data) return undefined;
    if (!applied.current) apply(data);
    applied.current = true;
    const stops = [watchTheme(sendTheme), watchKeys(sendKeys)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [data]);
}

let sentTheme: string | null = null;
let sentKeys = "";

function apply({ theme, keys_enabled: on, keys }: Answer<"getPreferences">): void {
  if (theme) setTheme(theme);
  if (!on || Object.keys(keys).length > 0) chooseKeys({ on, keys });
  sentTheme = readTheme();
  sentKeys = JSON.stringify(keyChoices());
}

function sendTheme(): void {
  const theme = readTheme();
  if (theme === sentTheme) return;
  sentTheme = theme;
  // What does not arrive holds in this browser all the same.
  api.changePreferences({ body: { theme } }).catch(() => undefined);
}

function sendKeys(): void {
  const { on, keys } = keyChoices();
  const text = JSON.stringify({ on, keys });
  if (text === sentKeys) return;
  const before = (JSON.parse(sentKeys || "{}") as { keys?: Record<string, string> }).keys ?? {};
  sentKeys = text;
  const gone = Object.keys(before).filter((id) => !(id in keys));
  const changes = { ...keys, ...Object.fromEntries(gone.map((id) => [id, null])) };
  api.changePreferences({ body: { keys_enabled: on, keys: changes } }).catch(() => undefined);
}
