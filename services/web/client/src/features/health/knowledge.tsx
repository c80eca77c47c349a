import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { Badge } from "../../kit/chip.tsx";
import { count, plural } from "../../kit/number.ts";
import { Panel } from "../../kit/page.tsx";
import { Remote } from "../../kit/remote.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { Table, type Column } from "../../kit/table.tsx";
import { Time } from "../../kit/time.tsx";
import { typeTitle } from "../../kit/type-name.ts";
import type { Item } from "../../api/client.ts";
import { knowledgeQuery } from "./queries.ts";

type KnowledgeSet = Item<"listKnowledge">;

/** The lists that extraction leans on: ATT&CK, names, benign values, flaws; and how old they are. */
export function Knowledge(): ReactElement {
  const query = useQuery(knowledgeQuery);
  return (
    <Panel flush title="Knowledge">
      <Loaded query={query} lines={3}>
        {(sets) =>
          sets.length === 0 ? (
            <Empty title="Only what comes with the program is known">
              Load ATT&CK, names of actors and lists of benign values with{" "}
              <code className="font-mono text-small">./run_cli.sh knowledge sync</code>; more is recognised
              then.
            </Empty>
          ) : (
            <Table
              label="Knowledge"
              columns={columns}
              rows={sets}
              keyOf={({ kind, name }) => `${kind} ${name}`}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}

const columns: Column<KnowledgeSet>[] = [
  {
    name: "List",
    cell: ({ kind, name }) => (
      <>
        <Remote text={name} />
        <span className="block text-small text-muted">{typeTitle(kind)}</span>
      </>
    ),
  },
  { name: "Version", cell: ({ version }) => <Remote text={version} /> },
  { name: "Entries", right: true, cell: ({ items }) => count(items) },
  {
    name: "Read",
    cell: ({ kind, synced_at: at }) => (
      <Link to="/ops/runs" search={{ kind: `knowledge_${kind}` }} className="hover:underline">
        <Time at={at} />
      </Link>
    ),
  },
  {
    name: "Warnings",
    cell: ({ warnings }) =>
      warnings.length > 0 && (
        <Badge tone="warn" title={warnings.slice(0, 5).join("\n")}>
          {plural(warnings.length, "warning")}
        </Badge>
      ),
  },
];
