import { ModelError } from "./model-error.ts";

/** Where Ollama is. `base` has neither login nor query, so it may be shown; `authorization` may not. */
export type Address = { base: string; origin: string; authorization: string | null };

/**
 * Reads OLLAMA_URL. `user:password@` becomes a basic login, a single word before the `@` a bearer token. Throws
 * ModelError `refused`.
 */
export function readAddress(text: string): Address {
  const withScheme = text.includes("://") ? text.trim() : `http://${text.trim()}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === "") {
    throw new ModelError(
      "refused",
      "OLLAMA_URL is not a web address: set it to one like http://127.0.0.1:11434",
    );
  }
  if (!text.includes("://") && !/:\d+(\/|$)/.test(text)) url.port = "11434";
  const base = `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  return { base, origin: url.origin, authorization: authorizationOf(url) };
}

function authorizationOf(url: URL): string | null {
  const user = decoded(url.username);
  const password = decoded(url.password);
  if (user !== "" && password !== "") {
    return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  }
  const token = user + password;
  return token === "" ? null : `Bearer ${token}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray per cent sign stands for itself.
    return text;
  }
}
