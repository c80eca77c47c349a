import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { Field, Input } from "../../kit/field.tsx";
import { plural } from "../../kit/number.ts";
import { Remote } from "../../kit/remote.tsx";
import { errorText } from "../../kit/states.tsx";
import { articleTextQuery, storyQuery } from "./queries.ts";
import { parseStoryLink } from "./story-link.ts";
import type { Target } from "./use-story-actions.tsx";

/** Puts another story, named by a link or a number, together with this one. */
export function MergeForm({
  target,
  onMerge,
}: {
  target: Target;
  onMerge: (into: number, from: number) => void;
}): ReactElement {
  const [text, setText] = useState("");
  const { other, error } = useMeant(text);
  const itself = other?.id === target.id;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (other && !itself) onMerge(target.id, other.id);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field
        label="The other story"
        hint="Its number, a link to it, or a link to one of its articles."
        error={itself ? "That is this story." : error}
      >
        {(props) => (
          <Input
            {...props}
            autoFocus
            value={text}
            placeholder="/stories/12"
            maxLength={500}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      {other && !itself && (
        <div className="rounded-md border border-line bg-raised p-3">
          <p className="font-medium">
            <Remote text={other.title} />
          </p>
          <p className="text-small text-muted">
            Story {other.id} · {plural(other.articles, "article")}
          </p>
        </div>
      )}
      <p className="text-small text-muted">
        A merge made here binds: no rule takes the two apart again. It can be undone at any time, also in the
        story's activity.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" kind="primary" disabled={!other || itself}>
          Merge it into this one
        </Button>
        {other && !itself && (
          <Button onClick={() => onMerge(other.id, target.id)}>Merge this one into it</Button>
        )}
      </div>
    </form>
  );
}

/** The story that a text means: asked for as soon as it can be read. */
function useMeant(text: string): {
  other: { id: number; title: string; articles: number } | null;
  error: string | null;
} {
  const link = parseStoryLink(text);
  const byArticle = useQuery({
    ...articleTextQuery(link?.id ?? 0),
    enabled: link?.kind === "article",
    retry: false,
  });
  const id = link?.kind === "article" ? byArticle.data?.story : link?.id;
  const story = useQuery({ ...storyQuery(id ?? 0), enabled: typeof id === "number", retry: false });
  if (!link) return { other: null, error: text.trim().length > 3 ? "That names no story." : null };
  const failed = byArticle.error ?? story.error;
  if (failed) return { other: null, error: errorText(failed).title };
  if (byArticle.data?.story === null && link.kind === "article")
    return { other: null, error: "That article is in no story." };
  const { data } = story;
  return {
    other: data ? { id: data.id, title: data.title, articles: data.article_count } : null,
    error: null,
  };
}
