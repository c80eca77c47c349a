import type { ReactElement } from "react";

import { Badge } from "../../kit/chip.tsx";
import { bytes, count } from "../../kit/number.ts";
import { Panel } from "../../kit/page.tsx";
import { Remote, visible } from "../../kit/remote.tsx";
import { Table, type Column } from "../../kit/table.tsx";
import { Time } from "../../kit/time.tsx";
import type { Models } from "./queries.ts";

type Installed = Models["installed"][number];

/** What Ollama has, used or not. */
export function InstalledModels({ models }: { models: Models }): ReactElement {
  return (
    <Panel flush title="What Ollama has">
      <Table
        label="Models that Ollama has"
        columns={columns}
        rows={models.installed}
        keyOf={({ name }) => name}
      />
    </Panel>
  );
}

const columns: Column<Installed>[] = [
  {
    name: "Model",
    cell: ({ name, loaded }) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        <span className="font-mono">
          <Remote text={name} />
        </span>
        {loaded && (
          <Badge tone="good" title="in memory now">
            loaded
          </Badge>
        )}
      </span>
    ),
  },
  { name: "Family", wide: true, cell: ({ family }) => visible(family ?? "–") },
  {
    name: "Parameters",
    wide: true,
    cell: ({ parameters, quantization }) =>
      visible([parameters, quantization].filter(Boolean).join(", ") || "–"),
  },
  {
    name: "Context",
    right: true,
    wide: true,
    cell: ({ context_tokens: tokens }) => (tokens === null ? "–" : `${count(tokens)} tokens`),
  },
  {
    name: "Size",
    right: true,
    cell: ({ bytes: size }) => <span className="whitespace-nowrap">{bytes(size)}</span>,
  },
  { name: "Fetched", right: true, cell: ({ modified_at: at }) => <Time at={at} none="–" /> },
];
