import type { ReactElement } from "react";

import { Badge } from "../../kit/chip.tsx";
import { bytes, count, plural } from "../../kit/number.ts";
import { OutLink, Remote, visible } from "../../kit/remote.tsx";
import { duration, Time } from "../../kit/time.tsx";
import type { TestResult } from "./queries.ts";
import { robotsOf, stepsOf, type Step } from "./trace.ts";
import { adviceFor, capital, kindName, reasonWords } from "./words.ts";

type Sample = TestResult["sample"][number];

/** What a test found: the outcome in a sentence, the first articles as they would be stored, and each step. */
export function TestReport({ result }: { result: TestResult }): ReactElement {
  const { ok, error, moved_to, warnings, sample } = result;
  return (
    <div className="flex flex-col gap-5">
      <div>
        <p className={`font-semibold ${ok ? "text-good" : "text-bad"}`}>
          {ok ? "It can be read" : capital(error ? reasonWords(error.reason) : "Nothing to read in it")}
        </p>
        <p className="text-small text-muted">{summary(result)}</p>
        {!ok && <p className="mt-1">{adviceFor(error?.reason ?? "nothing_found").words}</p>}
        {moved_to && (
          <p className="mt-1 text-small">
            It has moved to <OutLink url={moved_to} />
          </p>
        )}
        {warnings.length > 0 && (
          <ul className="mt-1 list-disc pl-5 text-small text-warn">
            {warnings.slice(0, 10).map((warning, index) => (
              <li key={index}>{visible(warning)}</li>
            ))}
          </ul>
        )}
      </div>
      {sample.length > 0 && (
        <section>
          <h3 className="overline-label mb-1">The latest articles, as they would be stored</h3>
          <ul className="divide-y divide-line border-y border-line">
            {sample.map((article, index) => (
              <SampleArticle key={index} article={article} />
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3 className="overline-label mb-1">Step by step</h3>
        <Steps steps={stepsOf(result)} />
      </section>
    </div>
  );
}

function summary(result: TestResult): string {
  const { kind, entries, wire_bytes, duration_ms } = result;
  const robots = robotsOf(result);
  return [
    kind && kindName(kind),
    kind && (entries === 1 ? "1 entry" : `${count(entries)} entries`),
    wire_bytes > 0 && bytes(wire_bytes),
    duration(duration_ms),
    robots && `robots.txt ${robots.allowed ? "allows it" : "forbids it"}`,
    "nothing was stored",
  ]
    .filter(Boolean)
    .join(" · ");
}

function SampleArticle({ article }: { article: Sample }): ReactElement {
  const { title, url, published, words, text_source, language, rejected, error } = article;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-0.5 py-2">
      <div className="min-w-0 flex-1 basis-72">
        <p className="font-medium">
          {title ? <Remote text={title} /> : <span className="text-faint">No title</span>}
        </p>
        <p className="text-small text-muted">
          <Time at={published} none="no date" />
          {url && (
            <>
              {" · "}
              <OutLink url={url} />
            </>
          )}
        </p>
        {error && <p className="text-small text-bad">{visible(error.message)}</p>}
        {rejected && <p className="text-small text-warn">Would be left out: {visible(rejected)}</p>}
      </div>
      <p className="flex items-center gap-2 text-small text-muted">
        <TextQuality words={words} />
        {plural(words, "word")}
        {text_source !== "none" && ` from the ${text_source}`}
        {language && ` · ${language}`}
      </p>
    </li>
  );
}

/** So short is a teaser rather than an article. */
const teaser = 120;

function TextQuality({ words }: { words: number }): ReactElement {
  if (words === 0) return <Badge tone="bad">no text</Badge>;
  return words < teaser ? <Badge tone="warn">short text</Badge> : <Badge tone="good">full text</Badge>;
}

const dots = { plain: "bg-line-strong", good: "bg-good", bad: "bg-bad" };

function Steps({ steps }: { steps: readonly Step[] }): ReactElement {
  return (
    <ol className="text-small">
      {steps.map(({ name, words, tone, at }, index) => (
        <li key={index} className="relative flex gap-3 pb-2 pl-5 last:pb-0">
          {index < steps.length - 1 && (
            <span aria-hidden className="absolute top-2.5 bottom-[-0.6rem] left-[3.5px] w-px bg-line" />
          )}
          <span aria-hidden className={`absolute top-1.5 left-0 size-2 rounded-full ${dots[tone]}`} />
          <span className="w-24 shrink-0 font-medium">{name}</span>
          <span className={`min-w-0 flex-1 break-all ${tone === "bad" ? "text-bad" : "text-muted"}`}>
            {visible(words)}
          </span>
          {at !== null && <span className="shrink-0 text-tiny text-faint">{duration(at)}</span>}
        </li>
      ))}
    </ol>
  );
}
