import { getRouteApi } from "@tanstack/react-router";
import { Copy, ExternalLink, ShieldAlert } from "lucide-react";
import { useSyncExternalStore, type ReactElement } from "react";

import { Button, ButtonLink, buttonClass } from "../../kit/button.tsx";
import { useTitle } from "../../kit/page.tsx";
import { copy, defanged, visible } from "../../kit/remote.tsx";
import { currentMessage, watchBar } from "../../shell/bar-store.ts";
import { readOutside } from "./outside-address.ts";

const route = getRouteApi("/out");

/** What stands between a link of a report and the site it leads to. */
export function OutPage(): ReactElement {
  useTitle("Leaving");
  const { url: text } = route.useSearch();
  const address = readOutside(text);
  return (
    <main className="mx-auto flex min-h-dvh max-w-2xl flex-col justify-center gap-6 p-6">
      <div className="flex items-center gap-2 text-muted">
        <ShieldAlert size={18} aria-hidden className={address.opens ? "text-warn" : "text-bad"} />
        {address.opens ? "This link leaves CTI Scraper" : "This link is not opened"}
      </div>
      {address.opens ? (
        <Leaving url={address.url} host={address.host} scheme={address.scheme} />
      ) : (
        <>
          <h1 className="text-2xl font-semibold tracking-tight">{address.why}</h1>
          {text && (
            <p className="font-mono text-small break-all text-muted">{visible(text).slice(0, 2_000)}</p>
          )}
          <div>
            <ButtonLink to="/">Go to Triage</ButtonLink>
          </div>
        </>
      )}
    </main>
  );
}

function Leaving({ url, host, scheme }: { url: string; host: string; scheme: string }): ReactElement {
  const safe = defanged("url", url);
  return (
    <>
      <div className="flex flex-col gap-3">
        <h1 className="text-3xl font-semibold tracking-tight break-all">{defanged("domain", host)}</h1>
        <p className="font-mono text-small break-all text-muted">{safe}</p>
      </div>
      <ul className="flex list-disc flex-col gap-1 pl-5 marker:text-faint">
        <li>The site sees your network address, your browser, and that somebody looks at this page.</li>
        <li>
          What a report links to can be hostile. Open it where that does no harm, not on a machine that
          matters.
        </li>
        {scheme === "http" && (
          <li>The connection is not encrypted: others on the way can read and change it.</li>
        )}
        {host.includes("xn--") && <li>The name is written with letters that can look like other ones.</li>}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button
          kind="primary"
          icon={<Copy size={15} aria-hidden />}
          onClick={() => void copy(safe, "defanged")}
        >
          Copy defanged
        </Button>
        <Button icon={<Copy size={15} aria-hidden />} onClick={() => void copy(url, "as it is")}>
          Copy address
        </Button>
        <a
          href={url}
          rel="noreferrer noopener"
          referrerPolicy="no-referrer"
          className={`${buttonClass("plain")} max-w-full`}
        >
          <ExternalLink size={15} aria-hidden className="shrink-0" />
          <span className="truncate">Open {host}</span>
        </a>
      </div>
      <Said />
    </>
  );
}

/** Outside of the frame there is no bar: what happened is told here. */
function Said(): ReactElement {
  const message = useSyncExternalStore(watchBar, currentMessage);
  return (
    <p role="status" className={`min-h-6 text-small ${message?.tone === "bad" ? "text-bad" : "text-muted"}`}>
      {message?.text}
    </p>
  );
}
