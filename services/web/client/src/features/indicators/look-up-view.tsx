import { mostLines, readList } from "@cti/pipeline/indicators/read-list";
import { useEffect, useMemo, useRef, useState, type ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { Field, TextArea } from "../../kit/field.tsx";
import { count, plural } from "../../kit/number.ts";
import { lookUp, type LookedUp } from "./look-up.ts";
import { LookUpResults } from "./look-up-results.tsx";

type Work = { total: number; results: LookedUp[]; running: boolean };

/** Paste a list, learn which of its values articles have named. */
export function LookUpView(): ReactElement {
  const [text, setText] = useState("");
  const [work, setWork] = useState<Work | null>(null);
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  const start = async (wanted: ReturnType<typeof readList>["wanted"]): Promise<void> => {
    stop.current.abort();
    const { signal } = (stop.current = new AbortController());
    const found: LookedUp[] = [];
    setWork({ total: wanted.length, results: [], running: true });
    // Told together a few times a second: a thousand answers are not a thousand renderings.
    const show = (running: boolean): void =>
      setWork({ total: wanted.length, results: found.toSorted((a, b) => a.id - b.id), running });
    const timer = setInterval(() => show(true), 250);
    await lookUp(wanted, (result) => found.push(result), signal);
    clearInterval(timer);
    if (stop.current.signal === signal) show(false);
  };
  if (!work) return <Paste text={text} onText={setText} onStart={(wanted) => void start(wanted)} />;
  return (
    <LookUpResults
      {...work}
      onStop={() => stop.current.abort()}
      onAgain={() => {
        stop.current.abort();
        setWork(null);
      }}
    />
  );
}

function Paste({
  text,
  onText,
  onStart,
}: {
  text: string;
  onText: (text: string) => void;
  onStart: (wanted: ReturnType<typeof readList>["wanted"]) => void;
}): ReactElement {
  const { wanted, left } = useMemo(() => readList(text), [text]);
  return (
    <form
      className="flex h-full max-w-3xl flex-col gap-3 overflow-y-auto p-4 md:p-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted.length > 0) onStart(wanted);
      }}
    >
      <Field
        label="Values, one a line"
        hint={`Addresses, hashes, CVEs, names; defanged or not. Up to ${count(mostLines)}; nothing of it leaves your server.`}
      >
        {(props) => (
          <TextArea
            {...props}
            rows={14}
            spellCheck={false}
            autoComplete="off"
            className="font-mono text-[0.875rem]"
            value={text}
            onChange={(event) => onText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey))
                event.currentTarget.form?.requestSubmit();
            }}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" kind="primary" disabled={wanted.length === 0}>
          {wanted.length === 0 ? "Look up" : `Look up ${plural(wanted.length, "value")}`}
        </Button>
        {left > 0 && (
          <p className="text-small text-warn">{plural(left, "more value is", "more values are")} left out.</p>
        )}
      </div>
    </form>
  );
}
