import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { More } from "../../kit/more.tsx";
import { plural } from "../../kit/number.ts";
import { Panel } from "../../kit/page.tsx";
import { defanged, OutLink, Remote, visible } from "../../kit/remote.tsx";
import { Time } from "../../kit/time.tsx";
import type { Found, Probe } from "./queries.ts";
import { adviceFor, capital, kindName, reasonWords } from "./words.ts";

type Candidate = Probe["candidates"][number];

/** What would be followed, with its latest entries. */
export function FoundPanel({
  found,
  candidates,
}: {
  found: Found;
  candidates: readonly Candidate[];
}): ReactElement {
  const { url, kind, title, entries, reason, warnings, sample } = found;
  const others = candidates.filter((candidate) => candidate.url !== url);
  return (
    <Panel
      title={title ? <Remote text={title} /> : "Found"}
      aside={<span className="text-small text-muted">{kindName(kind)}</span>}
    >
      <p>
        <OutLink url={url} />
      </p>
      <p className="mt-1 text-small text-muted">
        {capital(why(reason))} · {plural(entries, "entry", "entries")}
      </p>
      {warnings.slice(0, 5).map((warning, index) => (
        <p key={index} className="mt-1 text-small text-warn">
          {visible(warning)}
        </p>
      ))}
      {sample.length > 0 && (
        <>
          <h3 className="overline-label mt-4 mb-1">Latest entries</h3>
          <ul className="divide-y divide-line border-t border-line">
            {sample.map((entry, index) => (
              <li key={index} className="flex items-baseline justify-between gap-4 py-2">
                <span className="min-w-0 truncate">
                  {entry.title ? <Remote text={entry.title} /> : entry.url && <OutLink url={entry.url} />}
                </span>
                <span className="shrink-0 text-small text-muted">
                  <Time at={entry.published} none="no date" />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {others.length > 0 && <Others others={others} />}
    </Panel>
  );
}

const reasons: Record<string, string> = {
  "link rel=alternate": "the page names it as its feed",
  "robots.txt names it": "the robots.txt of the site names it",
};

function why(reason: string): string {
  return reasons[reason] ?? visible(reason);
}

function Others({ others }: { others: readonly Candidate[] }): ReactElement {
  return (
    <More
      className="mt-3"
      summary={`${plural(others.length, "other address", "other addresses")} tried before it`}
    >
      <ul className="mt-2 flex flex-col gap-1.5">
        {others.map(({ url, kind, reason }, index) => (
          <li key={`${url} ${index}`} className="flex flex-wrap items-baseline gap-x-3">
            <Link
              to="/ops/sources/add"
              search={{ url }}
              className="break-all text-accent underline decoration-line-strong underline-offset-2 hover:decoration-accent"
            >
              Look at {defanged("url", url)}
            </Link>
            <span className="text-faint">
              {kind === "unknown" ? "" : `${kindName(kind)}, `}
              {why(reason)}
            </span>
          </li>
        ))}
      </ul>
    </More>
  );
}

const nextTries: readonly (readonly [reasons: RegExp, words: string])[] = [
  [
    /^nothing_found$/,
    "Try the page on which the site lists its articles, such as its blog, or the address of the feed itself.",
  ],
  [
    /^(dns|invalid_url)$/,
    "Look how the name is written. If it is right, the resolver of this server does not know it.",
  ],
  [/^http_(404|410)$/, "This page is not there. Try the home page of the site."],
  [
    /^http_(401|403|406|451)$/,
    "The site refuses this reader. Where it has a feed, give the address of the feed: that is often open to programs.",
  ],
  [
    /^robots$/,
    "The publisher does not want this page to be read by programs. Its feed is often allowed: try that.",
  ],
  [/^(tls|blocked_address|blocked_port)$/, ""],
];

/** What somebody can try when nothing was found at an address. */
function nextTry(reason: string): string {
  const known = nextTries.find(([reasons]) => reasons.test(reason));
  if (!known) return "The site does not answer as it should. Look again later, or try another page of it.";
  return known[1] || adviceFor(reason).words;
}

/** Why nothing can be followed there, and what somebody can try next. */
export function NothingFound({
  url,
  probe: { error, candidates },
  retry,
}: {
  url: string;
  probe: Probe;
  retry: () => void;
}): ReactElement {
  const reason = error?.reason ?? "nothing_found";
  return (
    <Panel
      title={reason === "nothing_found" ? "Nothing to follow was found there" : capital(reasonWords(reason))}
    >
      <p>{error ? visible(error.message) : `${defanged("url", url)} names no feed.`}</p>
      <p className="mt-2 text-muted">{nextTry(reason)}</p>
      {candidates.length > 0 && (
        <p className="mt-2 text-small text-muted">
          Tried: {candidates.map((candidate) => defanged("url", candidate.url)).join(", ")}
        </p>
      )}
      <Button className="mt-4" onClick={retry}>
        Look again
      </Button>
    </Panel>
  );
}
