import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function RunPage(): ReactElement {
  return <Page title="RunPage">…</Page>;
}
