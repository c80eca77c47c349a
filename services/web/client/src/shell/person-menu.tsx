import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { api } from "../api/client.ts";
import { queryClient } from "../api/query-client.ts";
import { rememberSignedIn, useMe } from "../api/session.ts";
import { Menu, type MenuItem } from "../kit/menu.tsx";
import { PersonButton } from "./person-button.tsx";
import { useTheme } from "./theme.ts";

/** What a person does with the own account. Loaded after the page: its menu is a large part of the kit. */
export function PersonMenu(): ReactElement {
  const me = useMe();
  const navigate = useNavigate();
  const [theme, setTheme] = useTheme();
  const nextTheme = { system: "dark", dark: "light", light: "system" } as const;
  const items: MenuItem[] = [
    { name: "Your account", onPick: () => void navigate({ to: "/account" }) },
    { name: `Theme: ${theme}`, hint: "T", onPick: () => setTheme(nextTheme[theme]) },
    ...me.tenants
      .filter(({ id }) => id !== me.tenant.id)
      .map((tenant) => ({ name: `Go on in ${tenant.name}`, onPick: () => void switchTenant(tenant.slug) })),
    { name: "Sign out", onPick: () => void signOut() },
  ];
  return <Menu trigger={<PersonButton />} items={items} />;
}

/** Everything on screen belonged to the other tenant: the page starts again. */
async function switchTenant(tenant: string): Promise<void> {
  await api.switchTenant({ body: { tenant } });
  window.location.assign("/");
}

async function signOut(): Promise<void> {
  await api.logout().catch(() => undefined);
  queryClient.clear();
  rememberSignedIn(false);
  window.location.assign("/sign-in");
}
