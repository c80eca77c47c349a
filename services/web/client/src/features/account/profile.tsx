import type { ReactElement } from "react";

import { useMe } from "../../api/session.ts";
import { Facts, Panel } from "../../kit/page.tsx";
import { Time } from "../../kit/time.tsx";

const rights: Record<string, string> = {
  read: "read",
  export: "export",
  write: "triage, notes, verdicts",
  admin: "people and tokens of the tenant",
  operator: "sources, schedules, jobs and settings of the installation",
  account: "your own account",
  collector: "what a service identity does",
};

export function Profile(): ReactElement {
  const me = useMe();
  return (
    <Panel title="Who you are here">
      <Facts
        rows={[
          ["User name", me.user.username],
          ...(me.user.name ? ([["Name", me.user.name]] as [string, string][]) : []),
          ["Tenant", me.tenant.name],
          ["Role", me.role ?? "service identity"],
          ["You may", me.scopes.map((scope) => rights[scope] ?? scope).join(" · ")],
          ["Second factor", me.user.totp ? "set up" : "not set up"],
          ["This session ends", <Time key="end" at={me.expires_at} />],
        ]}
      />
    </Panel>
  );
}
