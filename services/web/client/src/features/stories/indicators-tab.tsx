import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Copy } from "lucide-react";
import { useState, type ReactElement } from "react";

import { Button, IconButton } from "../../kit/button.tsx";
import { count, plural } from "../../kit/number.ts";
import { copy, defanged } from "../../kit/remote.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { Table } from "../../kit/table.tsx";
import { typeName } from "../../kit/type-name.ts";
import type { StoryIndicator } from "./gather-indicators.ts";
import { mostRead, storyIndicatorsQuery, type Story } from "./queries.ts";
import { copyIndicators, ownArticles } from "./use-story-keys.ts";

const page = 100;

/** What can be looked for: every indicator that an article of the story presents as one. */
export function IndicatorsTab({ story }: { story: Story }): ReactElement {
  const articles = ownArticles(story);
  const query = useQuery(storyIndicatorsQuery(story.id, articles));
  return (
    <Loaded query={query} lines={8}>
      {(found) =>
        found.length === 0 ? (
          <Empty title="No indicators">
            None of its articles presents an address, a hash, a file or a flaw as evidence.
          </Empty>
        ) : (
          <Found story={story} found={found} cut={articles.length > mostRead} />
        )
      }
    </Loaded>
  );
}

function Found({
  story,
  found,
  cut,
}: {
  story: Story;
  found: StoryIndicator[];
  /** The story has more articles than were asked. */
  cut: boolean;
}): ReactElement {
  const [shown, setShown] = useState(page);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <p className="mr-auto text-small text-muted">
          {plural(found.length, "indicator")}
          {cut && `, of the first ${mostRead} articles`}
        </p>
        <Button size="small" action="story.copy" onClick={() => void copyIndicators(story, true)}>
          Copy defanged
        </Button>
        <Button size="small" action="story.copyRaw" onClick={() => void copyIndicators(story, false)}>
          Copy raw
        </Button>
      </div>
      <Table
        label="Indicators of the story"
        rows={found.slice(0, shown)}
        keyOf={({ id }) => id}
        columns={[
          {
            name: "Type",
            cell: ({ type }) => <span className="whitespace-nowrap text-muted">{typeName(type)}</span>,
          },
          { name: "Indicator", cell: (line) => <Value line={line} /> },
          {
            name: "Role",
            cell: ({ roles }) => roles.map(typeName).join(", ") || <span className="text-faint">–</span>,
            className: "min-w-28",
            wide: true,
          },
          {
            name: "Confidence",
            cell: ({ confidence }) => `${Math.round(confidence * 100)} %`,
            right: true,
            wide: true,
          },
          { name: "Articles", cell: ({ articles }) => count(articles), right: true },
        ]}
      />
      {found.length > shown && (
        <div>
          <Button onClick={() => setShown(shown + page)}>
            Show {count(Math.min(page, found.length - shown))} more
          </Button>
        </div>
      )}
    </div>
  );
}

function Value({ line: { id, type, value } }: { line: StoryIndicator }): ReactElement {
  const safe = defanged(type, value);
  return (
    <span className="inline-flex items-center gap-1">
      <Link
        to="/indicators/$id"
        params={{ id: String(id) }}
        className="font-mono text-small break-all hover:underline"
      >
        {safe}
      </Link>
      <IconButton
        label={`Copy ${safe}`}
        icon={<Copy size={14} aria-hidden />}
        className="!size-6 shrink-0"
        onClick={() => void copy(safe, "defanged")}
      />
    </span>
  );
}
