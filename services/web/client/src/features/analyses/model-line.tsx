import { Link } from "@tanstack/react-router";
import { PlugZap } from "lucide-react";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { CommandText } from "../../kit/command-text.tsx";
import type { Models } from "./queries.ts";

/** One quiet line where there is no model, or it does not answer; nothing where all is well. */
export function ModelLine({ models, isAsked }: { models: Models; isAsked: boolean }): ReactElement | null {
  const { operate, write } = useRights();
  // One that is missing only for embeddings does not keep anybody from asking.
  const lacks = models.used.some(({ purpose, present }) => purpose === "analyses" && !present);
  if (models.status === "ok" || (models.status === "missing" && !lacks)) return null;
  const isOff = models.status === "off";
  return (
    <p className="flex items-start gap-2 text-small text-muted">
      <PlugZap size={15} aria-hidden className={`mt-0.5 shrink-0 ${isOff ? "text-faint" : "text-warn"}`} />
      <span>
        {isOff ? (
          <>
            No local model is set up, and nothing else needs one.
            {operate && (
              <>
                {" "}
                To use one set <code className="font-mono text-tiny">OLLAMA_URL</code>, such as{" "}
                <code className="font-mono text-tiny">http://127.0.0.1:11434</code>, and start again.
              </>
            )}
            {isAsked && " What was said earlier stays."}
          </>
        ) : (
          <>
            <CommandText text={models.message} />
            {write && models.status === "away" && (
              <span className="block">What you ask waits until it answers.</span>
            )}{" "}
            <Link to="/ops/models" className="text-accent underline-offset-2 hover:underline">
              Models
            </Link>
          </>
        )}
      </span>
    </p>
  );
}
