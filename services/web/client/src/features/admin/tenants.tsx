import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";

import { api, type Item } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { Badge } from "../../kit/chip.tsx";
import { Field, Input } from "../../kit/field.tsx";
import { count } from "../../kit/number.ts";
import { Panel } from "../../kit/page.tsx";
import { visible } from "../../kit/remote.tsx";
import { errorText, Loaded } from "../../kit/states.tsx";
import { Table, type Column } from "../../kit/table.tsx";
import { Time } from "../../kit/time.tsx";
import { offerUndo, say } from "../../shell/bar-store.ts";
import { TenantCard } from "./tenant-card.tsx";
import { tenantsQuery } from "./queries.ts";

export type Tenant = Item<"listTenants">;

const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ["tenants"] });

/** Groups of people who do not see each other's triage, notes and verdicts; articles are shared. */
export function Tenants(): ReactElement {
  const tenants = useQuery(tenantsQuery);
  const { operate } = useRights();
  const [open, setOpen] = useState<number | null>(null);
  const shown = tenants.data?.items.find(({ id }) => id === open);
  const columns: Column<Tenant>[] = [
    {
      name: "Tenant",
      cell: ({ id, name, slug }) => (
        <button type="button" className="text-left text-accent hover:underline" onClick={() => setOpen(id)}>
          {visible(name)} <span className="block font-mono text-tiny text-faint">{slug}</span>
        </button>
      ),
    },
    { name: "Members", right: true, cell: ({ members }) => count(members) },
    { name: "Since", cell: ({ created_at: at }) => <Time at={at} />, wide: true },
    {
      name: "State",
      cell: ({ disabled_at: closed }) =>
        closed ? <Badge tone="bad">closed</Badge> : <Badge tone="good">open</Badge>,
    },
    ...(operate
      ? [
          {
            name: "Access",
            cell: (tenant: Tenant) => (
              <Button size="small" onClick={() => void setClosed(tenant, tenant.disabled_at === null)}>
                {tenant.disabled_at ? "Open" : "Close"}
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      {operate && <NewTenant />}
      <Loaded query={tenants}>
        {({ items }) => (
          <Panel flush title="Tenants">
            <Table label="Tenants" columns={columns} rows={items} keyOf={({ id }) => id} />
          </Panel>
        )}
      </Loaded>
      {shown && <TenantCard key={shown.id} tenant={shown} onClose={() => setOpen(null)} />}
    </>
  );
}

async function setClosed({ id, revision, name }: Tenant, disabled: boolean): Promise<void> {
  try {
    const changed = await api.changeTenant({ params: { id }, body: { disabled }, ifMatch: revision });
    await refresh();
    offerUndo(
      `${visible(name)} is ${disabled ? "closed: nobody signs in to it" : "open again"}`,
      async () => {
        await api.changeTenant({ params: { id }, body: { disabled: !disabled }, ifMatch: changed.revision });
        await refresh();
      },
    );
  } catch (error) {
    say(errorText(error).title, "bad");
    await refresh();
  }
}

function NewTenant(): ReactElement {
  const [name, setName] = useState("");
  const [slug, setSlug] = useState("");
  const add = useMutation({
    mutationFn: () => api.createTenant({ body: { name, slug }, idempotencyKey: crypto.randomUUID() }),
    onSuccess: async () => {
      setName("");
      setSlug("");
      await refresh();
      say("The tenant was added. Nobody is in it yet: add members.");
    },
  });
  return (
    <form
      className="grid items-end gap-3 sm:grid-cols-[1fr_1fr_auto]"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <Field label="Name of a new tenant" error={add.error && errorText(add.error).title}>
        {(control) => (
          <Input
            {...control}
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label="Short name (a-z, 0-9, -)">
        {(control) => (
          <Input
            {...control}
            required
            maxLength={40}
            className="font-mono"
            value={slug}
            onChange={(event) => setSlug(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" className="!h-9" disabled={add.isPending}>
        Add tenant
      </Button>
    </form>
  );
}
