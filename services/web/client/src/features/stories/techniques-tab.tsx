import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { ButtonLink } from "../../kit/button.tsx";
import { count } from "../../kit/number.ts";
import { visible } from "../../kit/remote.tsx";
import { Empty } from "../../kit/states.tsx";
import { Table } from "../../kit/table.tsx";
import { techniquesOf } from "./kinds.ts";
import type { Story } from "./queries.ts";

/** What attackers did, in the words of ATT&CK. */
export function TechniquesTab({ story }: { story: Story }): ReactElement {
  const techniques = techniquesOf(story);
  if (techniques.length === 0)
    return (
      <Empty title="No techniques" actions={<ButtonLink to="/attack">Open the matrix</ButtonLink>}>
        None of its articles names or describes a technique of ATT&CK.
      </Empty>
    );
  return (
    <Table
      label="Techniques of the story"
      rows={techniques.toSorted((a, b) => b.articles - a.articles || a.value.localeCompare(b.value))}
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
