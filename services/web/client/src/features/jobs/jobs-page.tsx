import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function JobsPage(): ReactElement {
  return <Page title="JobsPage">…</Page>;
}
