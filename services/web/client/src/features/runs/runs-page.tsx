import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function RunsPage(): ReactElement {
  return <Page title="RunsPage">…</Page>;
}
