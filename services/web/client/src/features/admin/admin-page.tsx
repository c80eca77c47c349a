import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { ButtonLink } from "../../kit/button.tsx";
import { Page } from "../../kit/page.tsx";
import { Empty } from "../../kit/states.tsx";
import { TabLinks } from "../../kit/tabs.tsx";
import { Tokens } from "../account/tokens.tsx";
import { Audit } from "./audit.tsx";
import { BenignEntries } from "./benign-entries.tsx";
import { SettingsList } from "./settings-list.tsx";
import { Tenants } from "./tenants.tsx";
import { Users } from "./users.tsx";

const route = getRouteApi("/inside/admin");

/** People, tenants, tokens, what was changed, and how the installation is set. */
export function AdminPage(): ReactElement {
  const { tab } = route.useSearch();
  const { administer, operate } = useRights();
  const tabs = [
    ...(administer
      ? ([
          ["users", "Users", <Users key="users" />],
          ["tenants", "Tenants", <Tenants key="tenants" />],
          ["tokens", "Tokens", <Tokens key="tokens" all />],
          ["audit", "Audit", <Audit key="audit" />],
        ] as const)
      : []),
    ["benign", "Benign", <BenignEntries key="benign" />] as const,
    ...(operate ? ([["settings", "Settings", <SettingsList key="settings" />]] as const) : []),
  ];
  const open = tabs.find(([id]) => id === tab) ?? tabs[0];
  if (!administer && !operate)
    return (
      <Page title="Admin">
        <Empty
          title="This needs the role admin"
          actions={<ButtonLink to="/account">Your account</ButtonLink>}
        >
          Ask an admin of your tenant; what you may do stands in your account.
        </Empty>
      </Page>
    );
  return (
    <Page title="Admin">
      <TabLinks
        label="Parts of administration"
        tabs={tabs.map(([id, name]) => ({
          name,
          current: id === open?.[0],
          to: "/admin",
          search: { tab: id },
        }))}
      />
      {open?.[2]}
    </Page>
  );
}
