import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function HealthPage(): ReactElement {
  return <Page title="HealthPage">…</Page>;
}
