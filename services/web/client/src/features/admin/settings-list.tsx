import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, type ReactElement } from "react";

import type { Answer } from "../../api/client.ts";
import { Badge } from "../../kit/chip.tsx";
import { FilterBox } from "../../kit/filter-box.tsx";
import { Panel } from "../../kit/page.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { Table, type Column } from "../../kit/table.tsx";
import { settingsQuery } from "./queries.ts";

const route = getRouteApi("/inside/admin");

type Setting = Answer<"listSettings">["items"][number];

/** Every setting in force, and where it was made. */
export function SettingsList(): ReactElement {
  const settings = useQuery(settingsQuery);
  const { q = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = useCallback(
    (text: string) =>
      void navigate({ search: (old) => ({ ...old, q: text || undefined }) as typeof old, replace: true }),
    [navigate],
  );
  return (
    <>
      <p className="max-w-prose text-muted">
        Settings stand in <code className="font-mono">config.yaml</code> and in the environment, and take
        effect when a service starts. Secrets are not shown.
      </p>
      <div className="flex max-w-md">
        <FilterBox value={q} onChange={filter} label="Filter settings" placeholder="schedule, web.port …" />
      </div>
      <Loaded query={settings}>
        {({ items }) => {
          const shown = items.filter(({ key, about }) =>
            `${key} ${about}`.toLowerCase().includes(q.toLowerCase()),
          );
          return (
            <Panel flush>
              {shown.length === 0 ? (
                <Empty title={`No setting has “${q}”`} />
              ) : (
                <Table label="Settings" columns={columns} rows={shown} keyOf={({ key }) => key} />
              )}
            </Panel>
          );
        }}
      </Loaded>
    </>
  );
}

const columns: Column<Setting>[] = [
  {
    name: "Setting",
    className: "min-w-40 md:min-w-60",
    cell: ({ key, about }) => (
      <>
        <span className="font-mono text-[0.8125rem] wrap-anywhere">{key}</span>
        <span className="block text-small wrap-anywhere text-muted">{about}</span>
      </>
    ),
  },
  { name: "Value", className: "min-w-28", cell: (setting) => <Value setting={setting} /> },
  {
    name: "From",
    className: "min-w-32 [&>span]:whitespace-normal [&>span]:wrap-anywhere",
    cell: ({ origin }) =>
      origin === "default" ? (
        <span className="text-faint">default</span>
      ) : (
        <Badge tone={origin.startsWith("variable") ? "accent" : "plain"}>{origin}</Badge>
      ),
  },
];

function Value({ setting: { value, secret } }: { setting: Setting }): ReactElement {
  if (secret) return <span className="text-muted">{value ? "set" : "not set"}</span>;
  if (value === null || value === "") return <span className="text-faint">not set</span>;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return <span className="font-mono text-[0.8125rem] break-all">{text}</span>;
}
