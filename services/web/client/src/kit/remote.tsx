import { defang } from "@cti/pipeline/indicators/defang";
import { Copy } from "lucide-react";
import type { ReactElement } from "react";

import { say } from "../shell/bar-store.ts";
import { IconButton } from "./button.tsx";

// oxlint-disable-next-line no-control-regex -- that is what is taken out
const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Text from the web without what cannot be seen: controls, zero width, changes of direction. */
export function visible(text: string): string {
  return text.replace(hidden, "");
}

/** Text from the web, shown as text. */
export function Remote({ text }: { text: string }): ReactElement {
  return <bdi>{visible(text)}</bdi>;
}

type EntityType = Parameters<typeof defang>[0];

/** A value that no program turns into a link. */
export function defanged(type: string, value: string): string {
  return defang(type as EntityType, visible(value));
}

/** Puts text into the clipboard and says so. */
export async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied ${what}`);
  } catch {
    say("The browser does not let this page use the clipboard: select the text and copy it", "bad");
  }
}

/** An indicator, defanged, with a button that copies it so. */
export function Indicator({ type, value }: { type: string; value: string }): ReactElement {
  const safe = defanged(type, value);
  return (
    <span className="group inline-flex min-w-0 items-center gap-1">
      <span className="font-mono text-[0.875rem] break-all">{safe}</span>
      <IconButton
        label={`Copy ${safe}`}
        icon={<Copy size={14} aria-hidden />}
        className="!size-6 shrink-0"
        onClick={() => void copy(safe, "defanged")}
      />
    </span>
  );
}

/** An address of the outside: shown defanged, opened by way of a page that asks. */
export function OutLink({ url, label }: { url: string; label?: string }): ReactElement {
  const safe = defanged("url", url);
  return (
    <a
      href={`/out?url=${encodeURIComponent(url)}`}
      target="_blank"
      rel="noreferrer"
      title={safe}
      className="text-accent underline decoration-line-strong underline-offset-2 hover:decoration-accent break-all"
    >
      {label ?? safe}
    </a>
  );
}
