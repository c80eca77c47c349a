import { ApiAway, ApiProblem } from "@cti/contract/client";
import { useEffect, useState, type ReactElement, type ReactNode } from "react";

import { Button } from "./button.tsx";
import { problemWords } from "./problem-words.ts";

/** Nothing is here: why, and what to do next. */
export function Empty({
  title,
  children,
  actions,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}): ReactElement {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <p className="font-semibold">{title}</p>
      {children && <div className="max-w-prose text-muted">{children}</div>}
      {actions && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}

/** What an error says to a person, with the id under which the server's log has it. */
export function errorText(error: unknown): {
  title: string;
  detail: string | null;
  requestId: string | null;
} {
  if (error instanceof ApiProblem) {
    const fields = error.errors.map(({ pointer, detail }) => `${pointer.replace("#/", "")}: ${detail}`);
    return {
      title: problemWords(error.detail),
      detail: fields.length > 0 ? fields.join(" · ") : null,
      requestId: error.request_id,
    };
  }
  if (error instanceof ApiAway)
    return {
      title: "The server does not answer",
      detail:
        "It may be starting again. What you see may be old; nothing you did is lost until a message says so.",
      requestId: null,
    };
  return { title: "This page ran into a fault of its own", detail: String(error), requestId: null };
}

export function ErrorPanel({ error, retry }: { error: unknown; retry?: () => void }): ReactElement {
  const { title, detail, requestId } = errorText(error);
  return (
    <div role="alert" className="m-4 rounded-lg border border-bad bg-bad-soft p-4">
      <p className="font-semibold text-bad">{title}</p>
      {detail && <p className="mt-1 text-text">{detail}</p>}
      <div className="mt-3 flex flex-wrap items-center gap-3">
        {retry && <Button onClick={retry}>Try again</Button>}
        {requestId && <span className="font-mono text-tiny text-muted">request {requestId}</span>}
      </div>
    </div>
  );
}

/** Under a form: what kept it from being sent. */
export function FormProblem({ error }: { error: unknown }): ReactElement | null {
  if (!error) return null;
  const { title, detail } = errorText(error);
  return (
    <p role="alert" className="text-bad">
      {title} {detail}
    </p>
  );
}

/** Grey lines where content will be, seen once waiting has become long enough to notice; their room is kept at once. */
export function Loading({ lines = 6, label = "Loading" }: { lines?: number; label?: string }): ReactElement {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-3 p-4">
      {Array.from({ length: lines }, (_, index) => (
        <div
          key={index}
          className={`h-4 rounded ${late ? "animate-pulse bg-raised" : ""}`}
          style={{ width: `${90 - ((index * 17) % 45)}%` }}
        />
      ))}
    </div>
  );
}

type Asked<T> = {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
};

/** A query's three faces: nothing yet, an error, its data. Data that is there stays while it is asked again. */
export function Loaded<T>({
  query,
  children,
  lines,
}: {
  query: Asked<T>;
  children: (data: T) => ReactNode;
  lines?: number;
}): ReactNode {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ErrorPanel error={query.error} retry={() => void query.refetch()} />;
  return <Loading {...(lines !== undefined && { lines })} />;
}
