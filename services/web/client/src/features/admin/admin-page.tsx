import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function AdminPage(): ReactElement {
  return <Page title="AdminPage">…</Page>;
}
