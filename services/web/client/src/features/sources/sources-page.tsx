import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function SourcesPage(): ReactElement {
  return <Page title="SourcesPage">…</Page>;
}
