import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function EntityPage(): ReactElement {
  return <Page title="EntityPage">…</Page>;
}
