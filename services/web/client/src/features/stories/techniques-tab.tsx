import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import type { Item } from "../../api/client.ts";
import { ButtonLink } from "../../kit/button.tsx";
import { count } from "../../kit/number.ts";
import { visible } from "../../kit/remote.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { Table } from "../../kit/table.tsx";
import { storyTechniquesQuery } from "./queries.ts";

/** What attackers did, in the words of ATT&CK. */
export function TechniquesTab({ id }: { id: number }): ReactElement {
  const query = useQuery(storyTechniquesQuery(id));
  return (
    <Loaded query={query} lines={6}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title="No techniques" actions={<ButtonLink to="/attack">Open the matrix</ButtonLink>}>
            None of its articles names or describes a technique of ATT&CK.
          </Empty>
        ) : (
          <Techniques found={items} />
        )
      }
    </Loaded>
  );
}

function Techniques({ found }: { found: Item<"listEntities">[] }): ReactElement {
  return (
    <Table
      label="Techniques of the story"
      rows={found.toSorted((a, b) => b.articles - a.articles || a.value.localeCompare(b.value))}
      keyOf={({ id }) => id}
      columns={[
        {
          name: "Technique",
          cell: ({ value }) => (
            <Link
              to="/attack"
              search={{ technique: value }}
              title="On the matrix"
              className="font-mono text-good hover:underline"
            >
              {visible(value)}
            </Link>
          ),
        },
        {
          name: "Name",
          cell: ({ id, label, value }) => (
            <Link to="/entities/$id" params={{ id: String(id) }} className="hover:underline">
              {visible(label ?? value)}
            </Link>
          ),
        },
        { name: "Articles", cell: ({ articles }) => count(articles), right: true },
        {
          name: "Elsewhere",
          wide: true,
          right: true,
          cell: ({ id }) => (
            <Link
              to="/"
              search={{ state: "all", entity: String(id) }}
              className="text-muted hover:text-text hover:underline"
            >
              other stories
            </Link>
          ),
        },
      ]}
    />
  );
}
