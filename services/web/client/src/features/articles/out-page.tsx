import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function OutPage(): ReactElement {
  return <Page title="OutPage">…</Page>;
}
