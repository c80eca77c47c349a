import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function SourcePage(): ReactElement {
  return <Page title="SourcePage">…</Page>;
}
