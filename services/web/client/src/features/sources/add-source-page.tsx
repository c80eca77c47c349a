import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { Button, ButtonLink } from "../../kit/button.tsx";
import { Field, Input } from "../../kit/field.tsx";
import { Page } from "../../kit/page.tsx";
import { Empty, ErrorPanel } from "../../kit/states.tsx";
import { AddedPanel } from "./added-panel.tsx";
import { FoundPanel, NothingFound } from "./found-panel.tsx";
import { NewSourceForm } from "./new-source-form.tsx";
import { probeQuery, type Source } from "./queries.ts";
import { readAddress } from "./read-address.ts";
import { Waiting } from "./waiting.tsx";

const route = getRouteApi("/inside/ops/sources/add");

/** Any address in, a source out: look, choose, follow, see what it gives. */
export function AddSourcePage(): ReactElement {
  const { operate } = useRights();
  const { url } = route.useSearch();
  const [added, setAdded] = useState<{ url: string; source: Source } | null>(null);
  return (
    <Page
      title="Add a source"
      actions={
        <ButtonLink kind="quiet" to="/ops/sources">
          All sources
        </ButtonLink>
      }
    >
      {operate ? (
        <div className="flex max-w-4xl flex-col gap-6">
          <AddressForm key={url} />
          {url && added?.url === url ? (
            <AddedPanel source={added.source} />
          ) : (
            url && <Looked key={url} url={url} onAdded={(source) => setAdded({ url, source })} />
          )}
        </div>
      ) : (
        <Empty title="Adding sources needs the operator scope">Somebody with it can add one for you.</Empty>
      )}
    </Page>
  );
}

function AddressForm(): ReactElement {
  const { url = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useState(url);
  const [error, setError] = useState<string | null>(null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const address = readAddress(text);
        setError(address ? null : "Write the address of a site or of its feed, such as blog.example.com");
        if (address) void navigate({ search: { url: address } });
      }}
    >
      <Field
        label="Address of a site, a page of it, or its feed"
        hint="What can be followed there is found for you: a feed, a sitemap, a list of articles."
        error={error}
      >
        {(control) => (
          <div className="flex gap-2">
            <Input
              {...control}
              autoFocus={url === ""}
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              placeholder="https://"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <Button type="submit" kind={url ? "plain" : "primary"} className="!h-9">
              Look
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}

function Looked({ url, onAdded }: { url: string; onAdded: (source: Source) => void }): ReactElement {
  const probe = useQuery(probeQuery(url));
  if (probe.isFetching) return <Waiting label={`Looking at ${hostOf(url)}, up to 30 s …`} />;
  if (probe.error) return <ErrorPanel error={probe.error} retry={() => void probe.refetch()} />;
  if (!probe.data) return <Waiting label={`Looking at ${hostOf(url)} …`} />;
  const { found } = probe.data;
  if (!found) return <NothingFound url={url} probe={probe.data} retry={() => void probe.refetch()} />;
  return (
    <>
      <FoundPanel found={found} candidates={probe.data.candidates} />
      <NewSourceForm found={found} onAdded={onAdded} />
    </>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
