import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function TriagePage(): ReactElement {
  return <Page title="TriagePage">…</Page>;
}
