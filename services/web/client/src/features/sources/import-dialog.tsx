import { useMutation } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { useRef, useState, type ReactElement } from "react";

import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { Button } from "../../kit/button.tsx";
import { Badge, type Tone } from "../../kit/chip.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { plural } from "../../kit/number.ts";
import { defanged, Remote, visible } from "../../kit/remote.tsx";
import { ErrorPanel } from "../../kit/states.tsx";
import { Table, type Column } from "../../kit/table.tsx";
import { offerUndo, say } from "../../shell/bar-store.ts";
import { readSourcesAgain } from "./actions.ts";
import { sourcesQuery, type OpmlResult } from "./queries.ts";
import { Waiting } from "./waiting.tsx";

type Feed = OpmlResult["feeds"][number];

/** A file of another feed reader: first what would happen to each feed, then it happens. */
export function ImportDialog({ onClose }: { onClose: () => void }): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<{ name: string; text: string } | null>(null);
  const look = useMutation({
    mutationFn: (text: string) => api.importOpml({ query: { dry_run: true }, body: text }),
  });
  const follow = useMutation({
    mutationFn: (text: string) => api.importOpml({ body: text }),
    onSuccess: (result) => {
      readSourcesAgain();
      tellImported(result);
    },
  });
  const take = async (picked: File | undefined): Promise<void> => {
    if (!picked) return;
    const text = await picked.text();
    setFile({ name: picked.name, text });
    follow.reset();
    look.mutate(text);
  };
  const result = follow.data ?? look.data;
  return (
    <Dialog title="Import OPML" open wide onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-muted">
          Feed readers export their list of feeds as an OPML file. Folders become tags; what is followed
          already stays as it is.
        </p>
        <div className="flex flex-wrap items-center gap-3">
          <input
            ref={input}
            type="file"
            accept=".opml,.xml,text/x-opml,text/xml,application/xml"
            aria-label="OPML file"
            className="sr-only"
            tabIndex={-1}
            onChange={(event) => void take(event.target.files?.[0])}
          />
          <Button
            kind={result ? "plain" : "primary"}
            icon={<Upload size={15} aria-hidden />}
            onClick={() => input.current?.click()}
          >
            {file ? "Choose another file" : "Choose a file"}
          </Button>
          {file && <span className="text-muted">{visible(file.name)}</span>}
        </div>
        {look.isPending && <Waiting label="Reading the file …" />}
        {(look.error ?? follow.error) && <ErrorPanel error={look.error ?? follow.error} />}
        {result && <Result result={result} />}
        {result && file && (
          <div className="flex gap-2">
            {result.dry_run && result.added > 0 && (
              <Button kind="primary" disabled={follow.isPending} onClick={() => follow.mutate(file.text)}>
                Follow {plural(result.added, "feed")}
              </Button>
            )}
            <Button onClick={onClose}>{result.dry_run ? "Cancel" : "Done"}</Button>
          </div>
        )}
      </div>
    </Dialog>
  );
}

function Result({ result }: { result: OpmlResult }): ReactElement {
  const { dry_run, added, known, rejected, warnings, feeds } = result;
  const parts = [
    added > 0 && `${added} ${dry_run ? "to follow" : "followed now"}`,
    known > 0 && `${known} followed already`,
    rejected > 0 && `${rejected} that cannot be followed`,
  ].filter(Boolean);
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-semibold">{parts.length > 0 ? parts.join(", ") : "No feeds in this file"}</h3>
      {warnings.slice(0, 10).map((warning, index) => (
        <p key={index} className="text-small text-warn">
          {visible(warning)}
        </p>
      ))}
      {feeds.length > 0 && (
        <div className="max-h-[40vh] overflow-y-auto rounded-lg border border-line">
          <Table
            label="Feeds of the file"
            columns={columns(dry_run)}
            rows={feeds.map((feed, index) => ({ ...feed, index }))}
            keyOf={({ index }) => index}
          />
        </div>
      )}
    </section>
  );
}

const outcomes: Record<Feed["outcome"], [tone: Tone, before: string, after: string]> = {
  added: ["good", "new", "followed"],
  known: ["plain", "known", "known"],
  rejected: ["bad", "refused", "refused"],
};

function columns(dryRun: boolean): Column<Feed>[] {
  return [
    {
      name: "Feed",
      cell: ({ title, url }) => (
        <>
          <Remote text={title} />
          <span className="block text-tiny break-all text-faint">{defanged("url", url)}</span>
        </>
      ),
    },
    {
      name: "Outcome",
      cell: ({ outcome, reason }) => {
        const [tone, before, after] = outcomes[outcome];
        return (
          <>
            <Badge tone={tone}>{dryRun ? before : after}</Badge>
            {reason && <span className="block text-tiny text-muted">{visible(reason)}</span>}
          </>
        );
      },
    },
  ];
}

/** What came in anew has no articles yet, so taking it back loses nothing. */
function tellImported({ added, feeds }: OpmlResult): void {
  if (added === 0) return say("Nothing new in that file");
  const slugs = new Set(feeds.flatMap(({ outcome, slug }) => (outcome === "added" && slug ? [slug] : [])));
  offerUndo(`Followed ${plural(added, "feed")}`, async () => {
    const all = await queryClient.fetchQuery({ ...sourcesQuery, staleTime: 0 });
    for (const { id, slug } of all) if (slugs.has(slug)) await api.removeSource({ params: { id } });
    readSourcesAgain();
  });
}
