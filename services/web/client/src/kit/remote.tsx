import { defang } from "@cti/pipeline/indicators/defang";
import { Copy } from "lucide-react";
import type { ReactElement } from "react";

import { say } from "../shell/bar-store.ts";
import { IconButton } from "./button.tsx";
import { visible } from "./visible.ts";

export { visible } from "./visible.ts";

/** No word of a language is as long. */
const long = /\S{33}/;

/** Text from the web, shown as text. */
export function Remote({ text }: { text: string }): ReactElement {
  const shown = visible(text);
  return <bdi className={long.test(shown) ? "wrap-anywhere" : undefined}>{shown}</bdi>;
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
