import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";

import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { Button } from "../../kit/button.tsx";
import { Field, Input } from "../../kit/field.tsx";
import { Panel } from "../../kit/page.tsx";
import { Remote } from "../../kit/remote.tsx";
import { FormProblem } from "../../kit/states.tsx";
import { readSourcesAgain } from "./actions.ts";
import { IntervalField } from "./interval-field.tsx";
import { sourceQuery, sourcesQuery, type Found, type Source, type SourceLine } from "./queries.ts";
import { readTags, slugOf } from "./read-address.ts";
import { TagsField } from "./tags-field.tsx";
import { TierField } from "./tier-field.tsx";

type Kind = Exclude<SourceLine["kind"], "file">;

/** How it is called and treated, and then it is followed. */
export function NewSourceForm({
  found,
  onAdded,
}: {
  found: Found;
  onAdded: (source: Source) => void;
}): ReactElement {
  const { data: sources = [] } = useQuery(sourcesQuery);
  const known = sources.find(({ url }) => url === found.url);
  if (known) return <Known source={known} />;
  return <Form found={found} taken={sources.map(({ slug }) => slug)} onAdded={onAdded} />;
}

function Known({ source }: { source: SourceLine }): ReactElement {
  return (
    <p>
      This is followed already, as{" "}
      <Link
        to="/ops/sources/$id"
        params={{ id: String(source.id) }}
        className="text-accent underline underline-offset-2"
      >
        <Remote text={source.name} />
      </Link>
      .
    </p>
  );
}

function Form({
  found,
  taken,
  onAdded,
}: {
  found: Found;
  taken: readonly string[];
  onAdded: (source: Source) => void;
}): ReactElement {
  const [name, setName] = useState(oneLine(found.title) || new URL(found.url).hostname.replace(/^www\./, ""));
  const [slug, setSlug] = useState<string | null>(null);
  const [tier, setTier] = useState(2);
  const [tags, setTags] = useState("");
  const [interval, setInterval] = useState<number | null>(null);
  const shownSlug = slug ?? slugOf(name);
  const add = useMutation({
    mutationFn: () =>
      api.createSource({
        body: {
          url: found.url,
          kind: found.kind as Kind,
          name: name.trim(),
          tier,
          tags: readTags(tags),
          interval_seconds: interval,
          ...(slug && { slug }),
        },
      }),
    onSuccess: (source) => {
      queryClient.setQueryData(sourceQuery(source.id).queryKey, source);
      readSourcesAgain();
      onAdded(source);
    },
  });
  return (
    <Panel title="Follow it as">
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Name">
            {(control) => (
              <Input
                {...control}
                required
                autoFocus
                maxLength={200}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Field
            label="Short name"
            hint="For searches, such as source:short-name, and for the command line"
            error={slug && taken.includes(slug) ? "Another source has this short name" : null}
          >
            {(control) => (
              <Input
                {...control}
                maxLength={60}
                pattern="(?!\d+$)[a-z0-9][a-z0-9\-]*"
                title="Lower-case letters, digits and hyphens, not digits alone"
                placeholder="made from the name"
                spellCheck={false}
                value={shownSlug}
                onChange={(event) => setSlug(event.target.value)}
              />
            )}
          </Field>
        </div>
        <TierField value={tier} onPick={setTier} />
        <TagsField value={tags} onChange={setTags} />
        <IntervalField value={interval} onPick={setInterval} />
        <FormProblem error={add.error} />
        <Button type="submit" kind="primary" className="self-start" disabled={add.isPending}>
          Follow
        </Button>
      </form>
    </Panel>
  );
}

function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, 200);
}
