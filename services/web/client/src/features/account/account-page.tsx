import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { useMe } from "../../api/session.ts";
import { Page } from "../../kit/page.tsx";
import { TabLinks } from "../../kit/tabs.tsx";
import { Appearance } from "./appearance.tsx";
import { KeySettings } from "./key-settings.tsx";
import { PasswordForm } from "./password-form.tsx";
import { Profile } from "./profile.tsx";
import { Sessions } from "./sessions.tsx";
import { Tokens } from "./tokens.tsx";
import { TwoFactor } from "./two-factor.tsx";

const route = getRouteApi("/inside/account");

/** What belongs to the person who is signed in. */
export function AccountPage(): ReactElement {
  const { tab = "profile" } = route.useSearch();
  const { user } = useMe();
  const tabs = [
    ["profile", "Profile", <Profile key="profile" />],
    ...(user.has_password
      ? ([
          ["password", "Password", <PasswordForm key="password" />],
          ["two-factor", "Two-factor", <TwoFactor key="two-factor" />],
        ] as const)
      : []),
    ["sessions", "Sessions", <Sessions key="sessions" />],
    ["tokens", "API tokens", <Tokens key="tokens" all={false} />],
    ["keys", "Keys", <KeySettings key="keys" />],
    ["appearance", "Appearance", <Appearance key="appearance" />],
  ] as const;
  const open = tabs.find(([id]) => id === tab) ?? tabs[0];
  return (
    <Page title="Your account">
      <TabLinks
        label="Parts of your account"
        tabs={tabs.map(([id, name]) => ({
          name,
          current: id === open?.[0],
          to: "/account",
          search: { tab: id },
        }))}
      />
      {open?.[2]}
    </Page>
  );
}
