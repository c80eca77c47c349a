import type { ReactElement } from "react";

import { Page } from "../../kit/page.tsx";

export function AddSourcePage(): ReactElement {
  return <Page title="AddSourcePage">…</Page>;
}
