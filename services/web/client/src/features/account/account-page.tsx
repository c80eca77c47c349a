import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function AccountPage(): ReactElement {
  return <Page title="AccountPage">…</Page>;
}
